import type {Connection} from './connection.ts'
import {type PluginOptions, runExecPlugin} from './exec-plugin.ts'
import {readMaterial} from './material.ts'
import {openOidc, usesOidc} from './oidc.ts'

/** What proves to the server who asks. Certificates are PEM. */
export interface Credential {
  readonly token: string | undefined
  readonly certificate: string | undefined
  readonly key: string | undefined
  /** Milliseconds since 1970; undefined is for ever. */
  readonly expires: number | undefined
}

export interface Credentials {
  /** The same object as long as it holds. */
  readonly current: () => Promise<Credential>
  /** Gets another after a 401; false where there is no way to, or the last attempt gave the very same. Many may ask for it at once. */
  readonly renew: (refused: Credential) => Promise<boolean>
}

/** client-go reads a token file again after a minute; the kubelet replaces it long before the old token ends. */
const TOKEN_FILE_AGE = 60_000

/** Tells who asks: what the kubeconfig states, what its token file holds, or what its exec plugin or its OIDC issuer says. */
export function openCredentials(connection: Connection, now: () => number, options: PluginOptions): Credentials {
  const get = getter(connection, now, options)
  let held: Promise<Credential> | undefined
  const current = async (): Promise<Credential> => {
    held ??= get()
    const mine = held
    let credential: Credential
    try {
      credential = await mine
    } catch (error) {
      if (held === mine) held = undefined
      throw error
    }
    if (credential.expires === undefined || credential.expires > now()) return credential
    // Whoever sees it first has it replaced; the others wait for the same.
    if (held === mine) held = get()
    return held
  }
  return {
    current,
    renew: async (refused) => {
      if (!isRenewable(connection)) return false
      if ((await held) === refused) held = get()
      const {token, certificate} = await current()
      return token !== refused.token || certificate !== refused.certificate
    },
  }
}

function isRenewable(connection: Connection): boolean {
  return usesExec(connection) || (connection.user.tokenFile !== undefined && connection.server.startsWith('https:'))
}

/** Credentials that are stated go before a plugin, as in client-go. */
function usesExec({user, server}: Connection): boolean {
  const isStated = user.token ?? user.tokenFile ?? user.username ?? user.clientCertificate.data ?? user.clientCertificate.file
  return user.exec !== undefined && isStated === undefined && server.startsWith('https:')
}

function getter(connection: Connection, now: () => number, options: PluginOptions): () => Promise<Credential> {
  const {user, server} = connection
  // kubectl sends no credentials in the clear either.
  if (!server.startsWith('https:')) return async () => ANONYMOUS
  if (usesExec(connection)) return () => runExecPlugin(connection, options)
  const certificate = readMaterial(user.clientCertificate, 'client certificate')
  const key = readMaterial(user.clientKey, 'client key')
  if (usesOidc(connection)) {
    const get = openOidc(connection)
    return async () => ({certificate, key, ...(await get())})
  }
  return async () => {
    const stated = {token: user.token, certificate, key, expires: undefined}
    if (user.tokenFile === undefined) return stated
    const token = readMaterial({data: undefined, file: user.tokenFile}, 'token')?.trim()
    return {...stated, token: token || user.token, expires: now() + TOKEN_FILE_AGE}
  }
}

const ANONYMOUS: Credential = {token: undefined, certificate: undefined, key: undefined, expires: undefined}
