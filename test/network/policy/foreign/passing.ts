import {clusterOf, together, workload} from '../../../manifest.ts'
import {ask} from '../asked.ts'

export type Spec = Readonly<Record<string, unknown>>

/** Clients and servers: `web` of both namespaces, `api` and `db` beside the one in `shop`. */
export const PODS = together(
  workload('web', {namespace: 'shop'}),
  workload('api', {namespace: 'shop'}),
  workload('db', {namespace: 'shop'}),
  workload('web', {namespace: 'other'}),
)

export const DB = {matchLabels: {app: 'db'}}

export function object(apiVersion: string, kind: string, spec: Spec, metadata: Spec = {namespace: 'shop'}): string {
  return JSON.stringify({apiVersion, kind, metadata: {name: 'p', ...metadata}, spec})
}

/** A NetworkPolicy that isolates `db` and lets `web` of its namespace in. */
export const KUBERNETES = object('networking.k8s.io/v1', 'NetworkPolicy', {
  podSelector: DB,
  ingress: [{from: [{podSelector: {matchLabels: {app: 'web'}}}]}],
})

export function namespace(name: string, labels: Spec): string {
  return JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}})
}

export function node(name: string, labels: Spec): string {
  return JSON.stringify({apiVersion: 'v1', kind: 'Node', metadata: {name, labels}})
}

/** Whether a connection passes, with these policies beside; a doubt is told by the product that it is about. */
export function passes(from: string, to: string, ...policies: readonly string[]): boolean | string | null {
  const cluster = clusterOf(together(PODS, ...policies))
  for (const end of [from, to]) {
    // A misspelt pod would be taken for somebody outside.
    const isThere =
      !end.includes('/') || end.startsWith('node/') || cluster.pods.all.some((pod) => `${pod.namespace}/${pod.target.name}` === end)
    if (!isThere) throw new Error(`there is no ${end}`)
  }
  const {allowed, egress, ingress} = ask(cluster, from, to)
  if (allowed !== null) return allowed
  const open = [ingress, egress].flatMap(({because}) => (because.kind === 'open' ? [because.doubt] : [])).at(0)
  return open?.kind === 'foreign' ? open.policy.product : null
}
