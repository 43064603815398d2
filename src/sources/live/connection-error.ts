import {textOf, valueAt} from '../../cluster/fields.ts'
import {UserError} from '../../user-error.ts'
import {type Connection, describeServer} from './connection.ts'
import type {Exchange} from './http-get.ts'

type Lost = Exclude<Exchange, {readonly kind: 'response'}>

/** Why a server could not be asked, with what to try. */
export function unreachable(exchange: Lost, connection: Connection): UserError {
  const server = describeServer(connection)
  if (exchange.kind === 'timeout') {
    const what = exchange.isConnected ? 'gave no answer' : 'could not be reached'
    return new UserError(
      `${server} ${what} within ${exchange.after / 1000} s`,
      exchange.isConnected ? 'try again, or allow more with --request-timeout' : REACHABLE,
    )
  }
  const {error} = exchange
  const code = error.code ?? ''
  const tls = TLS[code] ?? brokenTls(error)
  if (tls) return new UserError(`${server}: ${tls[0]}`, tls[1])
  const refused = /^Bad response: (\d+)$/.exec(error.message)?.[1]
  if (refused)
    return new UserError(`the proxy ${proxyHost(connection)} refuses the way to ${server} (${refused})`, PROXY[refused] ?? PROXY_HINT)
  const way = connection.proxy !== undefined && !exchange.isConnected ? `${server}, by the proxy ${proxyHost(connection)},` : server
  if (code.startsWith('HPE_')) return new UserError(`${server}: it does not speak HTTP`, SCHEME_HINT)
  const [reason, hint] = NETWORK[code] ?? [clean(error.message) || code, REACHABLE]
  return new UserError(`${way} ${exchange.isConnected ? 'was reached, but' : 'cannot be reached:'} ${reason}`, hint)
}

/** What OpenSSL says has a code for each case. */
function brokenTls({code = '', message}: NodeJS.ErrnoException): readonly [what: string, hint: string] | undefined {
  if (code.startsWith('ERR_OSSL_')) {
    return ['a certificate or key of the kubeconfig is not valid PEM', 'see what it holds: kubectl config view --raw --minify']
  }
  if (code === 'ERR_INVALID_CHAR') {
    return [
      'a token or name in the kubeconfig holds a character that cannot be sent',
      'see what it holds: kubectl config view --raw --minify',
    ]
  }
  if (code !== 'EPROTO' && !code.startsWith('ERR_SSL_')) return undefined
  const alert = /alert ([a-z ]+)/i.exec(message)?.[1]?.trim()
  if (alert === undefined) return ['it does not speak TLS', SCHEME_HINT]
  return [`it refuses the TLS handshake (${alert})`, 'check the client certificate of the user, and tls-server-name of the cluster']
}

/** The server knows nobody by these credentials. */
export function refusedCredentials(connection: Connection, body: Buffer): UserError {
  const {user} = connection
  const said = messageOf(body)
  const hint = user.exec
    ? `log in again with ${user.exec.command}`
    : 'log in again, or check the user of the context: kubectl config view --minify'
  return new UserError(`${describeServer(connection)} refuses the credentials${said ? `: ${said}` : ''} (401)`, hint)
}

/** The server is there, and could answer nothing of what it was asked. */
export function nothingRead(message: string, connection: Connection): UserError {
  const who = describeServer(connection)
  if (message.startsWith(who)) return new UserError(message, 'try again, or allow more with --request-timeout')
  return new UserError(`${who} answers nothing: ${message}`, 'try again; -v shows each request')
}

/** Something answers, and knows none of the paths that every API server has. */
export function noApiServer(path: string, connection: Connection): UserError {
  return new UserError(
    `${describeServer(connection)} is no API server: it has no ${path}`,
    'check the address of the server, with its path: kubectl get --raw /version',
  )
}

/** The message of a Status object, or the line of text that stands for one; undefined where the body is neither. */
export function messageOf(body: Buffer): string | undefined {
  const text = body.toString('utf8').trim()
  try {
    const message = textOf(valueAt(JSON.parse(text), 'message'))
    return message === undefined ? undefined : clean(message)
  } catch {
    const isOneLine = text !== '' && text.length < 200 && !text.startsWith('<') && !text.includes('\n')
    return isOneLine ? clean(text) : undefined
  }
}

function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}

/** Without the password that a proxy's URL may hold. */
function proxyHost({proxy}: Connection): string {
  return proxy === undefined ? '' : new URL(proxy).host
}

const REACHABLE = 'check that the cluster runs and that this machine can reach it (VPN, private cluster, proxy), or read manifests with -f'
const PROXY_HINT = 'check HTTPS_PROXY and NO_PROXY, or the proxy-url of the cluster'
const PROXY: Readonly<Record<string, string>> = {407: 'it wants a name and password: http://NAME:PASSWORD@HOST:PORT'}

const SCHEME_HINT = 'check the scheme and port of the server: http:// or https://'

const NETWORK: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ECONNREFUSED: ['connection refused', REACHABLE],
  ECONNRESET: ['the connection was reset', REACHABLE],
  EPIPE: ['the connection was closed', REACHABLE],
  EHOSTUNREACH: ['no route to host', REACHABLE],
  ENETUNREACH: ['network is unreachable', REACHABLE],
  ETIMEDOUT: ['timed out', REACHABLE],
  ENOTFOUND: [
    'its name is not known (DNS)',
    'check the server of the context, and whether its name is known on this network (VPN, private cluster)',
  ],
  EAI_AGAIN: ['its name could not be looked up (DNS)', 'check the network; the name server does not answer'],
}

const AUTHORITY = 'its certificate is signed by an unknown authority'
const AUTHORITY_HINT =
  "put the cluster's CA into the kubeconfig (certificate-authority-data), or NODE_EXTRA_CA_CERTS=FILE for one of this machine"
const EXPIRED_HINT = 'check the clock of this machine, or renew the certificate'

const TLS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  SELF_SIGNED_CERT_IN_CHAIN: [AUTHORITY, AUTHORITY_HINT],
  DEPTH_ZERO_SELF_SIGNED_CERT: [AUTHORITY, AUTHORITY_HINT],
  UNABLE_TO_GET_ISSUER_CERT: [AUTHORITY, AUTHORITY_HINT],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [AUTHORITY, AUTHORITY_HINT],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [AUTHORITY, AUTHORITY_HINT],
  CERT_SIGNATURE_FAILURE: [AUTHORITY, AUTHORITY_HINT],
  CERT_HAS_EXPIRED: ['its certificate has expired', EXPIRED_HINT],
  CERT_NOT_YET_VALID: ['its certificate is not valid yet', EXPIRED_HINT],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'its certificate is for another host',
    'name the server as its certificate does, or set tls-server-name for the cluster in the kubeconfig',
  ],
}
