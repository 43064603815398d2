import type {Cluster} from '../../cluster/cluster.ts'
import type {Stated} from '../stated-field.ts'
import {whyNobodyIsTold} from '../unread.ts'
import {type AzSource, planOfAz} from './az-plan.ts'
import {type PlanFlags, withFlags} from './flag-plan.ts'
import {readNodeSize, withServices, withWorkloads} from './manifest-plan.ts'
import {withNodes} from './node-pools.ts'
import {EMPTY_PLAN, type Plan} from './plan.ts'
import {readPlan} from './plan-field.ts'

/** Everything that a plan can be read from. */
export interface PlanSources {
  /** Undefined where no plan file is named. */
  readonly file: Stated | undefined
  readonly az: readonly AzSource[]
  readonly cluster: Cluster
  readonly flags: PlanFlags
  /** `4,16Gi`. */
  readonly nodeSize: string | undefined
}

/** Joins the sources: what exists (az), over it what the file states, over it the flags; nodes that run, or else manifests, fill in what is left open. */
export function joinPlan({file, az, cluster, flags, nodeSize}: PlanSources): Plan {
  const existing = az.length > 0 ? planOfAz(az) : EMPTY_PLAN
  const stated = file ? readPlan(file, existing) : existing
  const size = nodeSize === undefined ? undefined : readNodeSize(nodeSize)
  // Who states the nodes, or asks how many there can be, wants none counted; the Services given take their addresses all the same.
  const open = flags.nodes === undefined && flags.subnet === undefined
  const maxPods = flags['max-pods'] === undefined ? undefined : Number(flags['max-pods'])
  const untold = whyNobodyIsTold(cluster, 'how many nodes and pods there are cannot be told', ['Node', 'Pod'])
  if (untold && open) throw untold
  const served = withServices(stated, cluster)
  const filled = open ? withWorkloads(withNodes(served, cluster), cluster, size, maxPods) : served
  return withFlags(flags, filled)
}
