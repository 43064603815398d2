import type {Scenario} from '../scenario.ts'
import {affinity} from './affinity.ts'
import {basics} from './basics.ts'
import {capacity} from './capacity.ts'
import {externalName} from './external-name.ts'
import {families} from './families.ts'
import {headless} from './headless.ts'
import {hostNetwork} from './host-network.ts'
import {loadBalancers} from './load-balancers.ts'
import {namedPorts} from './named-ports.ts'
import {namespaces} from './namespaces.ts'
import {oddPods} from './odd-pods.ts'
import {oneZone} from './one-zone.ts'
import {protocols} from './protocols.ts'
import {readiness} from './readiness.ts'
import {sidecars} from './sidecars.ts'
import {terminating} from './terminating.ts'
import {topology} from './topology.ts'
import {trafficPolicies} from './traffic-policies.ts'
import {withoutSelector} from './without-selector.ts'
import {zoneless} from './zoneless.ts'

/** Scenarios on the standard nodes: they can share one cluster. */
export const WRITTEN: readonly Scenario[] = [
  basics,
  namedPorts,
  readiness,
  terminating,
  hostNetwork,
  headless,
  families,
  withoutSelector,
  externalName,
  loadBalancers,
  trafficPolicies,
  affinity,
  topology,
  protocols,
  sidecars,
  oddPods,
  namespaces,
]

/** Scenarios whose nodes are their point: a cluster for each. */
export const WRITTEN_WITH_NODES: readonly Scenario[] = [zoneless, capacity, oneZone]
