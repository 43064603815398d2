import {fieldsOf, isMapping, itemsOf} from '../../cluster/fields.ts'
import {isReadAnnotation} from '../../network/entry/entry-annotations.ts'

/** A value that one input states, and the other leaves out. */
export interface Unmatched {
  readonly kind: string
  /** `spec.ports[http].protocol`. */
  readonly name: string
  readonly value: unknown
  /** What it stands in, of the input that states it. */
  readonly parent: unknown
}

/**
 * Whether a value is what the API server makes of nothing, so that it is no change where only one input has it: somebody wrote it out, or a cluster has
 * defaulted it. By pkg/apis/{core,apps,batch,networking,discovery}/v1/defaults.go of Kubernetes, and for the Gateway API by the defaults of its CRDs.
 */
export function isDefault(unmatched: Unmatched): boolean {
  const {kind, name, value, parent} = unmatched
  if (value === null || isEmpty(name, value)) return true
  if (name.startsWith('metadata.annotations.')) return isAside(kind, name.slice('metadata.annotations.'.length))
  if (name.startsWith('metadata.labels.')) return name.endsWith('.kubernetes.io/metadata.name')
  if (kind === 'Namespace' && name === 'spec') return true
  if (kind === 'Service' && name.endsWith('.targetPort')) return value === fieldsOf(parent)['port']
  // Those that a cluster assigns.
  if (kind === 'Service' && name === 'spec.ipFamilies') return itemsOf(value).length === 1
  if (kind === 'Service' && name === 'spec.healthCheckNodePort') return true
  if (kind === 'NetworkPolicy' && name === 'spec.policyTypes') return isSameTypes(value, fieldsOf(parent))
  return DEFAULTS.some(([kinds, pattern, fallback]) => kinds.test(kind) && pattern.test(name) && isSameText(value, fallback))
}

/** Of most fields `{}` is a statement, as of selectors. */
function isEmpty(name: string, value: unknown): boolean {
  return (
    /(^metadata\.(annotations|labels)|\.(securityContext|resources))$/.test(name) && isMapping(value) && Object.keys(value).length === 0
  )
}

/** Of the kinds whose annotations say what is open, the others say nothing; of all others none is known to. */
function isAside(kind: string, key: string): boolean {
  return WITH_ANNOTATIONS.has(kind) ? !isReadAnnotation(kind, key) : /^(deployment\.kubernetes\.io\/|deprecated\.daemonset\.)/.test(key)
}

const WITH_ANNOTATIONS: ReadonlySet<string> = new Set(['Service', 'Ingress', 'IngressClass', 'Gateway'])

/** "If no policyTypes are specified on a NetworkPolicy then by default Ingress will always be set and Egress will be set if the NetworkPolicy has any egress rules." */
function isSameTypes(value: unknown, spec: ReturnType<typeof fieldsOf>): boolean {
  const types = itemsOf(value)
  return types.includes('Ingress') && types.includes('Egress') === itemsOf(spec['egress']).length > 0
}

function isSameText(value: unknown, fallback: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(fallback)
}

const TEMPLATE = /(^|\.)template\.spec\./

const DEFAULTS: readonly (readonly [kind: RegExp, name: RegExp, fallback: unknown])[] = [
  [/^Service$/, /^spec\.type$/, 'ClusterIP'],
  [/^Service$/, /^spec\.(internal|external)TrafficPolicy$/, 'Cluster'],
  [/^Service$/, /^spec\.sessionAffinity$/, 'None'],
  [/^Service$/, /^spec\.ipFamilyPolicy$/, 'SingleStack'],
  [/^Service$/, /^spec\.allocateLoadBalancerNodePorts$/, true],
  [/^Service$/, /^spec\.publishNotReadyAddresses$/, false],
  [/./, /ports\[[^\]]*\]\.protocol$/, 'TCP'],
  [/^(Deployment|StatefulSet|ReplicaSet|ReplicationController)$/, /^spec\.replicas$/, 1],
  [/./, new RegExp(`${TEMPLATE.source}dnsPolicy$`), 'ClusterFirst'],
  [/./, new RegExp(`${TEMPLATE.source}restartPolicy$`), 'Always'],
  [/./, new RegExp(`${TEMPLATE.source}schedulerName$`), 'default-scheduler'],
  [/./, new RegExp(`${TEMPLATE.source}terminationGracePeriodSeconds$`), 30],
  [/./, new RegExp(`${TEMPLATE.source}hostNetwork$`), false],
  [/./, new RegExp(`${TEMPLATE.source}enableServiceLinks$`), true],
  [/^StatefulSet$/, /^spec\.podManagementPolicy$/, 'OrderedReady'],
  [/^Ingress$/, /pathType$/, 'ImplementationSpecific'],
  [/Route$/, /(parentRefs|backendRefs)\[[^\]]*\]\.weight$/, 1],
  [/Route$/, /parentRefs\[[^\]]*\]\.group$/, 'gateway.networking.k8s.io'],
  [/Route$/, /parentRefs\[[^\]]*\]\.kind$/, 'Gateway'],
  [/Route$/, /backendRefs\[[^\]]*\]\.group$/, ''],
  [/Route$/, /backendRefs\[[^\]]*\]\.kind$/, 'Service'],
  [/Route$/, /rules\[[^\]]*\]\.matches$/, [{path: {type: 'PathPrefix', value: '/'}}]],
  [/^Gateway$/, /allowedRoutes$/, {namespaces: {from: 'Same'}}],
  [/^Gateway$/, /tls\.mode$/, 'Terminate'],
  [/^Gateway$/, /certificateRefs\[[^\]]*\]\.group$/, ''],
  [/^Gateway$/, /certificateRefs\[[^\]]*\]\.kind$/, 'Secret'],
]
