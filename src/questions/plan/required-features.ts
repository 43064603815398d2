import {FEATURES, type FeatureId} from '../../azure/features.ts'
import type {Mode} from '../../azure/mode.ts'
import {canMix} from './placed-cluster.ts'
import type {Plan} from './plan.ts'
import type {Violation} from './violation.ts'

/** Features that the plan needs, by what it says and by what it has. */
export function requiredFeatures(plan: Plan): readonly FeatureId[] {
  const {companions, network} = plan
  const required = new Set<FeatureId>(plan.requires)
  if (plan.pools.some(({os}) => os === 'Windows')) required.add('windows')
  if (companions.virtualNodePods !== undefined) required.add('virtual-nodes')
  if (companions.applicationGatewayForContainers) required.add('application-gateway-for-containers')
  if (companions.applicationGateway) required.add('application-gateway')
  if (companions.privateLinkServices.length > 0) required.add('private-link-service')
  if (network.podCidr6 || network.serviceCidr6) required.add('dual-stack')
  return [...required]
}

/** What a mode lacks of the features that the plan needs; only a plain no, silence of the documents is a remark. */
export function missingFeatures(plan: Plan, mode: Mode): readonly Violation[] {
  return requiredFeatures(plan)
    .map((id) => ({id, feature: FEATURES[id]}))
    .filter(({feature}) => feature.modes[mode] === 'no')
    .map(({id, feature}) => ({id: `feature/${id}`, message: `has no ${feature.what}`, source: feature.source}))
}

/** Pools that are pinned to a mode which cannot stand beside this one. */
export function pinnedElsewhere(plan: Plan, mode: Mode): readonly Violation[] {
  return plan.pools
    .filter(({networkMode}) => networkMode !== undefined && !canMix(networkMode, mode))
    .map(({name, networkMode}) => ({
      id: 'network-mode',
      message: `pool ${name} is stated to be ${networkMode}, and a whole cluster has one kind of network`,
      source: 'MicrosoftDocs/azure-aks-docs articles/aks/configure-azure-cni-dynamic-ip-allocation.md',
    }))
}
