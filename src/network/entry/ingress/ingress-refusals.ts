import {parseAddress} from '../../../cluster/address.ts'
import {fieldsOf, isMapping, itemsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import type {BrokenEntry} from '../entry.ts'
import type {Ingress, IngressRoute} from './ingress.ts'
import {brokenAt} from './ingress-backend.ts'

const PATH_TYPES = new Set(['Exact', 'Prefix', 'ImplementationSpecific'])

/** DNS-1123 subdomains, with `*.` before them or without (validateIngressRules). */
const HOST = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

/**
 * Why an API server would not take an Ingress of `networking.k8s.io/v1`, by ValidateIngressSpec and its like in pkg/apis/networking/validation. What it is
 * meant to do can be plain all the same: it may come from an older cluster, or be mended by an overlay.
 */
export function findRefusals(ingress: Ingress): readonly BrokenEntry[] {
  if (ingress.object['apiVersion'] !== 'networking.k8s.io/v1') return []
  const refuse = (path: Path, message: string) => brokenAt(ingress, path, 'refused', message)
  return [
    ...formerFields(ingress).map((path) => refuse(path, `${path.at(-1)} is of v1beta1: the API server refuses it in networking.k8s.io/v1`)),
    ...(ingress.routes.length === 0 && ingress.bareHosts.length === 0 && !hasRule(ingress) && !ingress.defaultBackend
      ? [refuse([], 'it has neither rules nor a default backend: the API server refuses it')]
      : []),
    ...ingress.routes.flatMap((route) => {
      const faults = [faultOfType(route), faultOfPath(route)]
      return faults.flatMap((fault) =>
        fault ? [refuse([...route.place, ...fault.keys], `${fault.message}: the API server refuses it`)] : [],
      )
    }),
    ...hostsOf(ingress).flatMap(({host, path}) => {
      const fault = faultOfHost(host)
      return fault ? [refuse(path, `host "${host}" ${fault}: the API server refuses it`)] : []
    }),
  ]
}

/** Keys that `v1` no longer has, and that leave a backend without what it needs. */
function formerFields({object, routes}: Ingress): readonly Path[] {
  const ofRoutes = routes.flatMap(({backend}) =>
    backend.kind === 'service' && backend.namePath.at(-1) === 'serviceName' ? [backend.namePath] : [],
  )
  return isMapping(valueAt(object, 'spec', 'backend')) ? [['spec', 'backend'], ...ofRoutes] : ofRoutes
}

function hasRule({object}: Ingress): boolean {
  return itemsOf(valueAt(object, 'spec', 'rules')).length > 0
}

interface Fault {
  /** From the route's place to what is wrong. */
  readonly keys: Path
  readonly message: string
}

function faultOfType({pathType}: IngressRoute): Fault | undefined {
  if (pathType === undefined) return {keys: [], message: 'a path has no pathType'}
  return PATH_TYPES.has(pathType) ? undefined : {keys: ['pathType'], message: `there is no pathType "${pathType}"`}
}

function faultOfPath({path, pathType}: IngressRoute): Fault | undefined {
  if (pathType !== 'Exact' && pathType !== 'Prefix') return undefined
  if (path === undefined) return {keys: [], message: `pathType ${pathType} needs a path`}
  if (!path.startsWith('/')) return {keys: ['path'], message: `path "${path}" does not begin with /`}
  return /\/\/|\/\.\.?(\/|$)|%2f|%2F/.test(path) ? {keys: ['path'], message: `path "${path}" has an empty, . or .. element`} : undefined
}

function hostsOf({object}: Ingress): readonly {readonly host: string; readonly path: Path}[] {
  return itemsOf(valueAt(object, 'spec', 'rules')).flatMap((rule, index) => {
    const host = textOf(fieldsOf(rule)['host'])
    return host === undefined ? [] : [{host, path: ['spec', 'rules', index, 'host']}]
  })
}

function faultOfHost(host: string): string | undefined {
  if (parseAddress(host)) return 'is an address, not a name'
  return HOST.test(host) ? undefined : 'is no DNS name, nor a wildcard of one label'
}
