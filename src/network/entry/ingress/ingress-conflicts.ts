import type {BrokenEntry} from '../entry.ts'
import type {Ingress, IngressRoute} from './ingress.ts'
import {brokenAt} from './ingress-backend.ts'

/** An Ingress, and by what it shares a listener with others: Ingresses of one `listener` are merged into one set of hosts. */
export interface MergedIngress {
  readonly ingress: Ingress
  readonly listener: string
}

/**
 * Paths of one host that two Ingresses of the same listener send to different Services. Which one answers is the controller's choice: ingress-nginx takes the
 * older and refuses the younger where its webhook is on (docs/how-it-works, "Building the NGINX model"); Kubernetes says nothing. Reported at the later.
 */
export function findConflicts(merged: readonly MergedIngress[]): readonly BrokenEntry[] {
  const first = new Map<string, {readonly ingress: Ingress; readonly backend: string}>()
  return merged.flatMap(({ingress, listener}) =>
    ingress.routes.flatMap((route) => {
      const backend = backendOf(ingress, route)
      const key = JSON.stringify([listener, route.host?.toLowerCase() ?? '', route.path ?? '/', route.pathType ?? ''])
      const before = first.get(key)
      if (!before) first.set(key, {ingress, backend})
      if (!before || before.backend === backend || isSame(before.ingress, ingress)) return []
      const what = `${route.host ?? 'every host'} ${route.path ?? '/'}`
      const other = `Ingress ${before.ingress.namespace}/${before.ingress.name}`
      return [brokenAt(ingress, route.place, 'conflict', `${what} is also in ${other}, with another backend: only one of them answers`)]
    }),
  )
}

function backendOf({namespace}: Ingress, {backend}: IngressRoute): string {
  return backend.kind === 'service' ? `${namespace}/${backend.name}:${backend.port}` : `${backend.kind}`
}

/** Variants of one Ingress are never applied together; a canary shares the paths of another on purpose. */
function isSame(one: Ingress, other: Ingress): boolean {
  const isCanary = ({annotations}: Ingress) => annotations['nginx.ingress.kubernetes.io/canary'] === 'true'
  return (one.namespace === other.namespace && one.name === other.name) || isCanary(one) || isCanary(other)
}
