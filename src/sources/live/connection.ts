import type {ClusterEntry, UserEntry} from './kubeconfig-entry.ts'

/** Everything that is needed to ask one cluster. */
export interface Connection {
  /** The name of its context; `in-cluster` for the service account of a pod, and the server where flags alone name it. */
  readonly context: string
  /** The URL of the API server, with its scheme and without a slash at the end; it may have a path. */
  readonly server: string
  /** The namespace that the context names, else `default`. */
  readonly namespace: string
  readonly cluster: ClusterEntry
  readonly user: UserEntry
  /** The URL of the proxy to go through. */
  readonly proxy: string | undefined
  /** For a whole request, in milliseconds; 0 is none, and undefined is not stated. */
  readonly requestTimeout: number | undefined
}

/** The flags that say which cluster to ask, and as whom, under the names of kubectl. */
export interface ConnectionFlags {
  readonly kubeconfig?: string | undefined
  readonly cluster?: string | undefined
  readonly user?: string | undefined
  readonly server?: string | undefined
  readonly token?: string | undefined
  readonly as?: string | undefined
  readonly 'as-group'?: readonly string[] | undefined
  readonly 'as-uid'?: string | undefined
  readonly 'request-timeout'?: string | undefined
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** `api.example:6443`: how messages name the server. */
export function hostOf(server: string): string {
  const url = new URL(server)
  return `${url.hostname}:${url.port || (url.protocol === 'http:' ? '80' : '443')}`
}

/** `api.example:6443 (context prod)`, and the host alone where no context was named. */
export function describeServer({server, context}: Connection): string {
  return context === server ? hostOf(server) : `${hostOf(server)} (context ${context})`
}
