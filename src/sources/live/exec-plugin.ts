import {spawn} from 'node:child_process'
import {fieldsOf, textOf} from '../../cluster/fields.ts'
import {UserError} from '../../user-error.ts'
import {errorCode} from '../file-problem.ts'
import type {Connection} from './connection.ts'
import type {Credential} from './credentials.ts'
import type {ExecPlugin} from './exec-plugin-entry.ts'
import {readMaterial} from './material.ts'

const GROUP = 'client.authentication.k8s.io'
const VERSIONS = ['v1', 'v1beta1'].map((version) => `${GROUP}/${version}`)

export interface PluginOptions {
  /** Gets what a plugin prints for the person, such as where to log in. */
  readonly say: (line: string) => void
  /** Ends a plugin that runs. */
  readonly signal: AbortSignal
}

/**
 * Runs the credential plugin of a user as client-go does (KEP 541), but that standard input is never its own: manifests may come there.
 * @throws UserError where it is not installed, fails, or answers what is no credential
 */
export async function runExecPlugin(connection: Connection, {say, signal}: PluginOptions): Promise<Credential> {
  const plugin = connection.user.exec
  if (plugin === undefined) throw new TypeError('the user has no exec plugin')
  const name = `the credential plugin ${plugin.command} of the context ${connection.context}`
  if (!VERSIONS.includes(plugin.apiVersion)) {
    throw new UserError(`${name} wants apiVersion ${plugin.apiVersion || '(none)'}, which is not known`, `update it to ${VERSIONS[0]}`)
  }
  if (plugin.interactiveMode === 'Always') {
    throw new UserError(`${name} wants to ask on the terminal (interactiveMode: Always)`, 'log in with kubectl first, or pass --token')
  }
  const answer = await run(plugin, {...process.env, ...plugin.env, KUBERNETES_EXEC_INFO: execInfo(connection, plugin)}, name, {say, signal})
  return readCredential(answer, plugin, name)
}

function execInfo({cluster, server, proxy}: Connection, plugin: ExecPlugin): string {
  const {tlsServerName, insecureSkipTlsVerify, certificateAuthority, execConfig} = cluster
  const authority = readMaterial(certificateAuthority, 'certificate authority')
  const about = {
    server,
    ...(tlsServerName !== undefined && {'tls-server-name': tlsServerName}),
    ...(insecureSkipTlsVerify && {'insecure-skip-tls-verify': true}),
    ...(authority !== undefined && {'certificate-authority-data': Buffer.from(authority).toString('base64')}),
    ...(proxy !== undefined && cluster.proxyUrl !== undefined && {'proxy-url': proxy}),
    ...(execConfig !== undefined && {config: execConfig}),
  }
  const spec = {...(plugin.provideClusterInfo && {cluster: about}), interactive: false}
  return JSON.stringify({kind: 'ExecCredential', apiVersion: plugin.apiVersion, spec})
}

async function run(plugin: ExecPlugin, env: NodeJS.ProcessEnv, name: string, {say, signal}: PluginOptions): Promise<string> {
  const child = spawn(plugin.command, plugin.args, {env, stdio: ['ignore', 'pipe', 'pipe'], shell: false, signal})
  const output: Buffer[] = []
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk
    for (const line of chunk.split('\n')) if (line.trim() !== '') say(line)
  })
  const ended = await new Promise<number | NodeJS.Signals | Error | null>((resolve) => {
    child.on('error', resolve)
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  signal.throwIfAborted()
  if (ended === 0) return Buffer.concat(output).toString('utf8')
  if (ended instanceof Error) throw notStarted(plugin, name, ended)
  const last = complaint.split('\n').findLast((line) => line.trim() !== '')
  throw new UserError(
    `${name} failed (${ended})${last ? `: ${clean(last)}` : ''}`,
    'log in again with its own command, or run it by itself to see more',
  )
}

function notStarted(plugin: ExecPlugin, name: string, error: Error): UserError {
  const hint = plugin.installHint?.split('\n').find((line) => line.trim() !== '')
  const reason = errorCode(error) === 'ENOENT' ? 'is not installed' : `cannot be run (${errorCode(error)})`
  return new UserError(`${name} ${reason}`, hint ? clean(hint) : 'install it, or put it in PATH')
}

/** What a terminal would obey does not belong in a message. */
function clean(line: string): string {
  return line.replace(/\p{Cc}/gu, ' ').trim()
}

function readCredential(answer: string, plugin: ExecPlugin, name: string): Credential {
  const {apiVersion, status} = parse(answer, name)
  if (apiVersion !== plugin.apiVersion) {
    throw new UserError(
      `${name} answers with ${apiVersion === undefined ? 'no apiVersion' : `apiVersion ${apiVersion}`}, not ${plugin.apiVersion}`,
      'make the kubeconfig name the version that it speaks',
    )
  }
  const stated = fieldsOf(status)
  const [token, certificate, key] = ['token', 'clientCertificateData', 'clientKeyData'].map((field) => textOf(stated[field]))
  if (token === undefined && certificate === undefined && key === undefined) {
    throw new UserError(`${name} gave neither a token nor a certificate`, 'log in again with its own command')
  }
  if ((certificate === undefined) !== (key === undefined)) {
    throw new UserError(`${name} gave a certificate or a key, not both`, 'log in again with its own command')
  }
  const expires = Date.parse(textOf(stated['expirationTimestamp']) ?? '')
  return {token, certificate, key, expires: Number.isNaN(expires) ? undefined : expires}
}

function parse(answer: string, name: string): {readonly apiVersion: string | undefined; readonly status: unknown} {
  try {
    const fields = fieldsOf(JSON.parse(answer))
    return {apiVersion: textOf(fields['apiVersion']), status: fields['status']}
  } catch {
    throw new UserError(`${name} answered what is no ExecCredential`, 'run it by itself: it should print JSON')
  }
}
