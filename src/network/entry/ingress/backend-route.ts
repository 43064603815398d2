import type {Path} from '../../../cluster/object.ts'
import type {BrokenEntry, Entry} from '../entry.ts'
import type {Ingress, IngressBackend} from './ingress.ts'
import {brokenAt} from './ingress-backend.ts'
import {shownPath} from './ingress-path.ts'

/** One host and path, or what is left to the default backend. */
export interface BackendRoute {
  readonly host: string | undefined
  readonly path: string | undefined
  readonly backend: IngressBackend
  readonly place: Entry['place']
}

/** Every host and path of an Ingress, and what its default backend is left with. */
export function backendRoutesOf({routes, defaultBackend, bareHosts, origin}: Ingress): readonly BackendRoute[] {
  const at = (path: Path): BackendRoute['place'] => origin && {origin, path}
  const ofRules = routes.map((route) => ({host: route.host, path: shownPath(route), backend: route.backend, place: at(route.place)}))
  if (!defaultBackend) return ofRules
  const {backend, place} = defaultBackend
  const left = {path: undefined, backend, place: at(place)}
  // A rule without paths may have the default backend to itself, or leave it to every host: the API leaves that to the controller.
  const hosts = routes.length === 0 && bareHosts.length > 0 ? bareHosts.map(({host}) => host) : [undefined]
  return [...ofRules, ...hosts.map((host) => ({...left, host}))]
}

/** Hosts without paths have nothing but the default backend. */
export function findDeadHosts(ingress: Ingress): readonly BrokenEntry[] {
  if (ingress.defaultBackend) return []
  return ingress.bareHosts.map(({host, place}) =>
    brokenAt(ingress, place, 'no-backend', `host ${host} leads nowhere: it has no paths, and there is no default backend`),
  )
}
