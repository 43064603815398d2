import type {ReadableKindName} from '../../cluster/read.ts'
import {POLICY_KINDS} from '../reads/policy-reads.ts'
import {WAY_IN_KINDS} from '../reads/way-in-reads.ts'
import {WORKLOAD_KINDS} from '../reads/workload-reads.ts'

const BEHIND_SERVICES = ['Service', 'EndpointSlice', 'Endpoints', 'Pod', 'Node', 'ReplicaSet', ...WORKLOAD_KINDS] as const

const DATAPLANE = ['ConfigMap', 'DaemonSet', 'FelixConfiguration', 'Installation'] as const

const EXPOSURE = [...BEHIND_SERVICES, 'ConfigMap', 'Namespace', ...POLICY_KINDS, ...WAY_IN_KINDS] as const

/** What each command may read of a cluster, by what it is called: the questions' own `needs` name no other kind. */
export const KINDS_OF_COMMAND = {
  resolve: [...BEHIND_SERVICES, 'ConfigMap', 'Namespace', ...POLICY_KINDS],
  list: [...BEHIND_SERVICES, 'ServiceCIDR', 'IPAddress'],
  dns: [...BEHIND_SERVICES, 'ConfigMap', 'Namespace', 'ServiceImport'],
  trace: [...BEHIND_SERVICES, ...DATAPLANE, 'Namespace', ...POLICY_KINDS, 'Ingress', 'Event', 'ServiceCIDR', 'ServiceImport'],
  whois: [...BEHIND_SERVICES, 'ConfigMap', 'Namespace', 'Ingress', 'ServiceImport', 'ServiceCIDR', 'IPAddress'],
  exposure: EXPOSURE,
  diff: EXPOSURE,
  lint: EXPOSURE,
  proxy: ['Service', 'EndpointSlice', 'Pod', 'ServiceCIDR', 'Node', ...DATAPLANE],
  plan: ['Node', 'Pod', 'Service', 'ServiceCIDR'],
  snapshot: [...BEHIND_SERVICES, ...DATAPLANE, 'Namespace', ...POLICY_KINDS, 'Event', ...WAY_IN_KINDS, 'ServiceCIDR', 'IPAddress'],
} as const satisfies Readonly<Record<string, readonly ReadableKindName[]>>

export type CommandWithKinds = keyof typeof KINDS_OF_COMMAND

export const COMMANDS_WITH_KINDS = Object.keys(KINDS_OF_COMMAND) as readonly CommandWithKinds[]
