import {type Fields, fieldsOf, isMapping, itemsOf, labelsOf, valueAt} from '../../cluster/fields.ts'
import {groupKindOf} from '../../cluster/identity.ts'
import type {WireObject} from '../../cluster/object.ts'
import {readAnnotations} from '../../network/entry/entry-annotations.ts'
import {todaysGroupKindOf} from '../../network/entry/foreign/foreign-kinds.ts'
import {isReadForeignKind, reduceForeignFields} from '../../network/entry/foreign/read-fields.ts'
import {isRouteKind} from '../../network/entry/gateway/gateway-objects.ts'
import {PARAMETER_HOLDERS, REQUESTED_FIELDS} from '../../network/entry/gateway/proxy-parameters.ts'

/** What Traefik's middlewares have that turns clients away; of log-ins only that there is one. */
const CLIENT_LISTS = ['ipAllowList', 'ipWhiteList']
const LOG_INS = ['basicAuth', 'digestAuth', 'forwardAuth']

/**
 * The spec of what leads in from outside, or says how far, with what `exposure` reads of it; undefined for any other kind. Routes may add headers
 * with passwords to requests, and parameters of proxies may hold whole pods.
 */
export function reduceWayIn(group: string, kind: string, object: WireObject): WireObject | undefined {
  const spec = fieldsOf(object['spec'])
  const withSpec = (reduced: Fields) => ({...object, spec: reduced})
  if (group === 'gateway.networking.k8s.io' && isRouteKind(kind)) return withSpec(reduceRoute(spec))
  if (Object.hasOwn(PARAMETER_HOLDERS, kind)) return {...headOf(object), spec: reduceParameters(kind, object)}
  if (isReadForeignKind(todaysGroupKindOf({group, kind}))) {
    const {subjects, status} = object
    const beside = reduceForeignFields({...(subjects !== undefined && {subjects}), ...(status !== undefined && {status})})
    return {...headOf(object), ...fieldsOf(beside), spec: reduceForeignFields(spec)}
  }
  switch (groupKindOf({group, kind})) {
    case 'gateway.networking.k8s.io/Gateway': {
      const infrastructure = fieldsOf(spec['infrastructure'])
      const annotations = infrastructure['annotations']
      if (!isMapping(annotations)) return object
      return withSpec({...spec, infrastructure: {...infrastructure, annotations: readAnnotations('Service', annotations)}})
    }
    case 'approuting.kubernetes.azure.com/NginxIngressController': {
      const annotations = readAnnotations('Service', labelsOf(spec['loadBalancerAnnotations']))
      return withSpec({
        ...pick(spec, ['ingressClassName', 'controllerNamePrefix', 'loadBalancerSourceRanges', 'httpDisabled']),
        loadBalancerAnnotations: annotations,
      })
    }
    case 'gateway.k8s.aws/LoadBalancerConfiguration':
      return {...headOf(object), spec: pick(spec, ['scheme', 'sourceRanges', 'mergingMode'])}
    case 'networking.gke.io/FrontendConfig':
      return {...headOf(object), spec: pick(spec, ['redirectToHttps'])}
    // They show whose a cluster is by being there.
    case 'networking.gke.io/ManagedCertificate':
    case 'cloud.google.com/BackendConfig':
      return headOf(object)
    case 'metallb.io/AddressPool':
      return {...headOf(object), spec: pick(spec, ['addresses', 'autoAssign', 'serviceAllocation'])}
    case 'traefik.io/Middleware':
    case 'traefik.containo.us/Middleware':
      return {...headOf(object), spec: reduceMiddleware(spec)}
    default:
      return undefined
  }
}

function headOf({apiVersion, kind, metadata}: WireObject): WireObject {
  return {apiVersion, kind, metadata}
}

/** Below what holds it the fields of the Service, and its annotations; of what stands beside, nothing. */
function reduceParameters(kind: string, object: WireObject): unknown {
  const holder = PARAMETER_HOLDERS[kind]
  if (!holder) return {}
  const key = holder.annotations.at(-1) ?? ''
  const annotations = valueAt(object, ...holder.annotations)
  const service = {
    ...pick(fieldsOf(valueAt(object, ...holder.spec)), REQUESTED_FIELDS),
    ...(isMapping(annotations) && {[key]: readAnnotations('Service', annotations)}),
  }
  return holder.spec.slice(1).reduceRight<unknown>((inner, name) => ({[name]: inner}), service)
}

function reduceRoute(spec: Fields): Fields {
  if (!Array.isArray(spec['rules'])) return spec
  return {...spec, rules: spec['rules'].map(reduceRule)}
}

function reduceRule(rule: unknown): unknown {
  if (!isMapping(rule)) return rule
  const {filters, matches, backendRefs, ...rest} = rule
  return {
    ...rest,
    ...(matches !== undefined && {matches: itemsOf(matches).map((match) => pick(fieldsOf(match), ['path', 'method']))}),
    ...(filters !== undefined && {filters: reduceFilters(filters)}),
    ...(backendRefs !== undefined && {backendRefs: itemsOf(backendRefs).map(reduceBackend)}),
  }
}

function reduceBackend(backend: unknown): unknown {
  if (!isMapping(backend) || backend['filters'] === undefined) return backend
  return {...backend, filters: reduceFilters(backend['filters'])}
}

function reduceFilters(filters: unknown): unknown {
  return itemsOf(filters).map((filter) => pick(fieldsOf(filter), ['type', 'requestMirror']))
}

function reduceMiddleware(spec: Fields): Fields {
  const lists = CLIENT_LISTS.filter((key) => isMapping(spec[key])).map((key) => [key, pick(fieldsOf(spec[key]), ['sourceRange'])])
  // An empty one counts, too.
  const logIns = LOG_INS.filter((key) => spec[key]).map((key) => [key, {}])
  return Object.fromEntries([...lists, ...logIns])
}

function pick(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)))
}
