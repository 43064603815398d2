import {FEATURE_IDS} from '../../azure/features.ts'
import {LAST_MONTH} from '../../azure/growth.ts'
import {MODES} from '../../azure/mode.ts'
import {type Field, problem, readInteger, readList, readMapping, readOneOf, readText, rootField, type Stated} from '../stated-field.ts'
import {readCompanions, readLoadBalancers, readOutbound} from './companion-field.ts'
import {readGrowth} from './growth-field.ts'
import {readNetwork} from './network-field.ts'
import {type ClusterPlan, EMPTY_PLAN, type Plan} from './plan.ts'
import {LARGEST_COUNT, readCountedPools, readPools} from './pool-field.ts'

const KEYS = ['modes', 'pools', 'network', 'companions', 'loadBalancers', 'outbound', 'requires', 'clusters', 'growth', 'horizon'] as const

/**
 * Reads a plan as it is stated, on top of `base`. Throws a UserError that says where for everything that is no plan: an unknown key (with
 * the nearest one), a wrong kind of value, host bits in a range, a number beyond what AKS takes. The schema is schemas/subnet-plan-file.json.
 */
export function readPlan(stated: Stated, base: Plan = EMPTY_PLAN): Plan {
  const fields = readMapping(rootField(stated), KEYS, 'the plan')
  const clusters = fields.clusters ? readClusters(fields.clusters) : base.clusters
  return {
    modes: fields.modes ? [...new Set(asList(fields.modes).map((item) => readOneOf(item, 'mode', MODES)))] : base.modes,
    pools: fields.pools ? readPools(fields.pools) : base.pools,
    network: fields.network ? readNetwork(fields.network, base.network) : base.network,
    companions: fields.companions ? readCompanions(fields.companions, clusters.length) : base.companions,
    loadBalancers: fields.loadBalancers ? readLoadBalancers(fields.loadBalancers, base.loadBalancers) : base.loadBalancers,
    outbound: fields.outbound ? readOutbound(fields.outbound) : base.outbound,
    requires: fields.requires
      ? readList(fields.requires, 'requires').map((item) => readOneOf(item, 'a feature', FEATURE_IDS))
      : base.requires,
    clusters,
    growth: fields.growth ? readGrowth(fields.growth) : base.growth,
    horizon: fields.horizon ? readInteger(fields.horizon, 'horizon', 0, LAST_MONTH, 'months, up to ten years') : base.horizon,
    notes: base.notes,
  }
}

function readClusters(field: Field): readonly ClusterPlan[] {
  const names = new Set<string>()
  return readList(field, 'clusters').map((item, index) => {
    const fields = readMapping(item, ['name', 'fromMonth', 'pools', 'internalLoadBalancers'], 'a cluster')
    const name = fields.name ? readText(fields.name, 'name') : `cluster${index + 2}`
    if (names.has(name)) throw problem(item, `two clusters are named ${name}`, 'give every cluster a name of its own')
    names.add(name)
    return {
      name,
      fromMonth: fields.fromMonth ? readInteger(fields.fromMonth, 'fromMonth', 0, LAST_MONTH) : 0,
      pools: fields.pools && readCountedPools(fields.pools),
      internalLoadBalancers: fields.internalLoadBalancers
        ? readInteger(fields.internalLoadBalancers, 'internalLoadBalancers', 0, LARGEST_COUNT)
        : 0,
    }
  })
}

function asList(field: Field): readonly Field[] {
  return Array.isArray(field.value) ? readList(field, 'modes') : [field]
}
