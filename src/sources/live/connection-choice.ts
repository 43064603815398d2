import {UserError} from '../../user-error.ts'
import type {Connection, ConnectionFlags, Environment} from './connection.ts'
import type {ClusterEntry, ContextEntry, Impersonation, UserEntry} from './kubeconfig-entry.ts'
import {NO_CLUSTER, NO_USER} from './kubeconfig-entry.ts'
import type {Definitions, Named} from './kubeconfig-file.ts'
import {chooseProxy} from './proxy.ts'
import {parseRequestTimeout} from './request-timeout.ts'

interface Choice {
  /** The context that a flag names. */
  readonly context: string | undefined
  /** What was read, for messages. */
  readonly files: readonly string[]
}

/**
 * What the definitions say of one context, and what the flags change of it.
 * @throws UserError where a name that is needed is not defined, or no server is
 */
export function chooseConnection(definitions: Definitions, flags: ConnectionFlags, env: Environment, choice: Choice): Connection {
  const context = findContext(definitions, flags, choice)
  const cluster = findCluster(definitions, flags, context, choice)
  const user = findUser(definitions, flags, context, choice)
  const server = serverUrl(cluster, user)
  return {
    context: context.name ?? server,
    server,
    namespace: context.entry.namespace ?? 'default',
    cluster,
    user,
    proxy: proxyOf(cluster, server, env),
    requestTimeout: flags['request-timeout'] ? parseRequestTimeout(flags['request-timeout']) : undefined,
  }
}

interface ChosenContext {
  readonly name: string | undefined
  readonly file: string | undefined
  readonly entry: ContextEntry
}

function findContext(definitions: Definitions, flags: ConnectionFlags, choice: Choice): ChosenContext {
  const name = choice.context ?? definitions.currentContext
  const nowhere: ContextEntry = {cluster: undefined, user: undefined, namespace: undefined}
  if (name === undefined) {
    if (flags.server || flags.cluster) return {name, file: undefined, entry: nowhere}
    throw new UserError(
      `${choice.files.join(', ')}: no current context is set`,
      `choose one with --context: ${known(definitions.contexts)}`,
    )
  }
  const found = definitions.contexts.get(name)
  if (found) return {name, ...found}
  const what = choice.context === undefined ? 'current context' : 'context'
  throw new UserError(`no ${what} named ${name}${inFiles(choice)}`, `known contexts: ${known(definitions.contexts)}`)
}

function findCluster(definitions: Definitions, flags: ConnectionFlags, context: ChosenContext, choice: Choice): ClusterEntry {
  const found = find(definitions.clusters, {kind: 'cluster', flag: flags.cluster, stated: context.entry.cluster}, context, choice)
  const cluster = found ?? NO_CLUSTER
  // The name that the certificate must bear is that of the kubeconfig's own server.
  return flags.server ? {...cluster, server: flags.server, tlsServerName: undefined} : cluster
}

function findUser(definitions: Definitions, flags: ConnectionFlags, context: ChosenContext, choice: Choice): UserEntry {
  const found = find(definitions.users, {kind: 'user', flag: flags.user, stated: context.entry.user}, context, choice) ?? NO_USER
  const impersonation: Impersonation = {
    user: flags.as || found.impersonation.user,
    groups: flags['as-group']?.length ? flags['as-group'] : found.impersonation.groups,
    uid: flags['as-uid'] || found.impersonation.uid,
    extra: found.impersonation.extra,
  }
  const {user, groups, uid, extra} = impersonation
  if (user === undefined && (groups.length > 0 || uid !== undefined || Object.keys(extra).length > 0)) {
    throw new UserError('groups, a UID or extra fields are impersonated without a user', 'name the user with --as')
  }
  return {...found, impersonation, ...(flags.token && {token: flags.token, tokenFile: undefined, username: undefined, password: undefined})}
}

interface Wanted {
  readonly kind: 'cluster' | 'user'
  readonly flag: string | undefined
  readonly stated: string | undefined
}

function find<Entry>(
  entries: ReadonlyMap<string, Named<Entry>>,
  {kind, flag, stated}: Wanted,
  context: ChosenContext,
  choice: Choice,
): Entry | undefined {
  const name = flag || stated
  if (name === undefined) return undefined
  const found = entries.get(name)
  if (found) return found.entry
  const by = flag ? '' : `, which the context ${context.name} in ${context.file} names`
  throw new UserError(`no ${kind} named ${name}${inFiles(choice)}${by}`, `known ${kind}s: ${known(entries)}`)
}

/** As client-go completes an address without a scheme: TLS where anything was said about TLS. */
function serverUrl(cluster: ClusterEntry, user: UserEntry): string {
  const {server, certificateAuthority, insecureSkipTlsVerify} = cluster
  if (server === undefined) {
    throw new UserError('the cluster has no server', 'give its kubeconfig entry a server, or name one with --server')
  }
  const speaksOfTls =
    insecureSkipTlsVerify || [certificateAuthority, user.clientCertificate].some(({data, file}) => data !== undefined || file !== undefined)
  const completed = /^[a-z][a-z\d+.-]*:\/\//i.test(server) ? server : `${speaksOfTls ? 'https' : 'http'}://${server}`
  const url = URL.canParse(completed) ? new URL(completed) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new UserError(`the server ${server} is no URL`, 'write it as https://HOST:PORT')
  }
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`
}

function proxyOf({proxyUrl}: ClusterEntry, server: string, env: Environment): string | undefined {
  if (proxyUrl === undefined) return chooseProxy(server, env)
  if (/^(https?|socks5h?):\/\/./.test(proxyUrl) && URL.canParse(proxyUrl)) return proxyUrl
  throw new UserError(`the proxy-url of the cluster at ${server} is no proxy`, 'write it as http://HOST:PORT, https:// or socks5://')
}

function known(entries: ReadonlyMap<string, unknown>): string {
  const names = [...entries.keys()].toSorted()
  if (names.length === 0) return 'none'
  return names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ')
}

function inFiles({files}: Choice): string {
  return files.length === 0 ? '' : ` in ${files.join(', ')}`
}
