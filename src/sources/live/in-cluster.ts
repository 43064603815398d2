import {readFileSync, statSync} from 'node:fs'
import {isIPv6} from 'node:net'
import {join} from 'node:path'
import type {Environment} from './connection.ts'
import {type ClusterEntry, NO_CLUSTER, NO_USER} from './kubeconfig-entry.ts'
import type {Definitions} from './kubeconfig-file.ts'

/** Where the kubelet puts what a pod needs to ask its cluster. */
export const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The cluster of the pod that this runs in, as client-go finds it; undefined elsewhere. */
export function findServiceAccount(env: Environment, folder: string): Definitions | undefined {
  const host = env['KUBERNETES_SERVICE_HOST']
  const port = env['KUBERNETES_SERVICE_PORT']
  const tokenFile = join(folder, 'token')
  if (!host || !port || !statSync(tokenFile, {throwIfNoEntry: false})?.isFile()) return undefined
  const name = 'in-cluster'
  const cluster: ClusterEntry = {...NO_CLUSTER, server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`}
  const authority = join(folder, 'ca.crt')
  const hasAuthority = statSync(authority, {throwIfNoEntry: false})?.isFile() ?? false
  return {
    currentContext: name,
    clusters: new Map([
      [name, {file: folder, entry: {...cluster, certificateAuthority: {data: undefined, file: hasAuthority ? authority : undefined}}}],
    ]),
    users: new Map([[name, {file: folder, entry: {...NO_USER, tokenFile}}]]),
    contexts: new Map([[name, {file: folder, entry: {cluster: name, user: name, namespace: namespaceOf(env, folder)}}]]),
  }
}

function namespaceOf(env: Environment, folder: string): string | undefined {
  if (env['POD_NAMESPACE']) return env['POD_NAMESPACE']
  const file = join(folder, 'namespace')
  if (!statSync(file, {throwIfNoEntry: false})?.isFile()) return undefined
  return readFileSync(file, 'utf8').trim() || undefined
}
