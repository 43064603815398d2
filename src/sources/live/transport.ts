import type {Agent, OutgoingHttpHeaders, RequestOptions} from 'node:http'
import {UserError} from '../../user-error.ts'
import {type Connection, hostOf} from './connection.ts'
import {type Credential, openCredentials} from './credentials.ts'
import type {PluginOptions} from './exec-plugin.ts'
import {CONNECT_TIMEOUT} from './http-get.ts'
import {impersonationHeaders} from './impersonation.ts'
import {readMaterial} from './material.ts'

/** What goes into every request to one server. */
export interface Authorization {
  readonly credential: Credential
  readonly agent: Agent
  readonly headers: OutgoingHttpHeaders
  /** `user:password`. */
  readonly auth: string | undefined
}

export interface Transport {
  /** Gets credentials where there are none yet, or the old ones ended. */
  readonly authorize: () => Promise<Authorization>
  /** After a 401: true where there are other credentials now. */
  readonly renew: (refused: Authorization) => Promise<boolean>
  /** Closes the connections that are kept open. */
  readonly close: () => void
}

type Options = RequestOptions & {headers: OutgoingHttpHeaders}

/**
 * Opens the way to a server: TLS and proxies are the client library's, everything else is read and run here as kubectl does.
 * @throws UserError where a certificate cannot be read, or the kubeconfig wants what no kubectl has any more
 */
export async function openTransport(connection: Connection, now: () => number, plugins: PluginOptions): Promise<Transport> {
  refuseLegacyProvider(connection)
  // Loaded only here: commands that read files do not pay for it.
  const {KubeConfig} = await import('@kubernetes/client-node/dist/config.js')
  const config = new KubeConfig()
  const credentials = openCredentials(connection, now, plugins)
  const cluster = clusterOf(connection)
  const impersonation = impersonationHeaders(connection.user.impersonation)
  let open: {readonly agent: Agent; readonly credential: Credential} | undefined

  return {
    authorize: async () => {
      const credential = await credentials.current()
      config.loadFromClusterAndUser(cluster, userOf(connection, credential))
      const options: Options = {headers: {}, timeout: CONNECT_TIMEOUT}
      await config.applyToHTTPSOptions(options)
      if (open === undefined || !isSameCertificate(open.credential, credential)) {
        open?.agent.destroy()
        open = {agent: keepAlive(options.agent as Agent), credential}
      }
      return {credential, agent: open.agent, headers: {...options.headers, ...impersonation}, auth: options.auth ?? undefined}
    },
    renew: ({credential}) => credentials.renew(credential),
    close: () => open?.agent.destroy(),
  }
}

/** The library opens no connections that last, and has no setting for it. */
function keepAlive(agent: Agent): Agent {
  return Object.assign(agent, {keepAlive: true})
}

function isSameCertificate(left: Credential, right: Credential): boolean {
  return left.certificate === right.certificate && left.key === right.key
}

function clusterOf({cluster, server, proxy}: Connection) {
  const authority = readMaterial(cluster.certificateAuthority, 'certificate authority')
  const {tlsServerName, insecureSkipTlsVerify} = cluster
  return {
    name: 'cluster',
    server,
    // The library refuses a server without TLS unless it is told not to verify it.
    skipTLSVerify: insecureSkipTlsVerify || server.startsWith('http:'),
    ...(authority !== undefined && {caData: encode(authority)}),
    ...(tlsServerName !== undefined && {tlsServerName}),
    // Names are resolved by the proxy, as kubectl has it.
    ...(proxy !== undefined && {proxyUrl: proxy.replace(/^socks5:/, 'socks5h:')}),
  }
}

function userOf({user, server}: Connection, {token, certificate, key}: Credential) {
  const isSecure = server.startsWith('https:')
  return {
    name: 'user',
    ...(token !== undefined && {token}),
    ...(certificate !== undefined && key !== undefined && {certData: encode(certificate), keyData: encode(key)}),
    ...(isSecure && user.username !== undefined && {username: user.username, password: user.password ?? ''}),
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64')
}

const LEGACY: Readonly<Record<string, string>> = {
  azure: 'kubelogin convert-kubeconfig makes it an exec plugin',
  gcp: 'install gke-gcloud-auth-plugin, then run gcloud container clusters get-credentials again',
}

/** kubectl has dropped these with version 1.26. */
function refuseLegacyProvider({user, context, server}: Connection): void {
  const name = user.authProvider?.name
  if (name === undefined || name === 'oidc' || user.token !== undefined) return
  throw new UserError(
    `the user of the context ${context} (${hostOf(server)}) has the auth-provider ${name}, which kubectl has no more`,
    LEGACY[name] ?? 'use an exec plugin instead',
  )
}
