import {isAbsolute, join} from 'node:path'
import {type Fields, fieldsOf, flagOf, isMapping, itemsOf} from '../../cluster/fields.ts'
import {UserError} from '../../user-error.ts'
import {type ExecPlugin, readExecPlugin} from './exec-plugin-entry.ts'

/** A certificate, key or authority: base64 that stands in the kubeconfig, which wins, or an absolute path. */
export interface Material {
  readonly data: string | undefined
  readonly file: string | undefined
}

export interface ClusterEntry {
  readonly server: string | undefined
  readonly tlsServerName: string | undefined
  readonly insecureSkipTlsVerify: boolean
  readonly certificateAuthority: Material
  readonly proxyUrl: string | undefined
  /** What the cluster says to exec plugins: the extension `client.authentication.k8s.io/exec`. */
  readonly execConfig: unknown
}

export interface Impersonation {
  readonly user: string | undefined
  readonly groups: readonly string[]
  readonly uid: string | undefined
  readonly extra: Readonly<Record<string, readonly string[]>>
}

export interface UserEntry {
  readonly token: string | undefined
  readonly tokenFile: string | undefined
  readonly clientCertificate: Material
  readonly clientKey: Material
  readonly username: string | undefined
  readonly password: string | undefined
  readonly impersonation: Impersonation
  readonly exec: ExecPlugin | undefined
  readonly authProvider: {readonly name: string; readonly config: Fields} | undefined
}

export interface ContextEntry {
  readonly cluster: string | undefined
  readonly user: string | undefined
  readonly namespace: string | undefined
}

const NOTHING = {data: undefined, file: undefined}

/** A cluster of which nothing is stated. */
export const NO_CLUSTER: ClusterEntry = {
  server: undefined,
  tlsServerName: undefined,
  insecureSkipTlsVerify: false,
  certificateAuthority: NOTHING,
  proxyUrl: undefined,
  execConfig: undefined,
}

/** A user of whom nothing is stated: anonymous. */
export const NO_USER: UserEntry = {
  token: undefined,
  tokenFile: undefined,
  clientCertificate: NOTHING,
  clientKey: NOTHING,
  username: undefined,
  password: undefined,
  impersonation: {user: undefined, groups: [], uid: undefined, extra: {}},
  exec: undefined,
  authProvider: undefined,
}

/** The file that an entry stands in. */
export interface Where {
  readonly file: string
  readonly folder: string
}

export function readCluster(fields: Fields, where: Where): ClusterEntry {
  const extension = itemsOf(fields['extensions'])
    .map(fieldsOf)
    .find((item) => item['name'] === 'client.authentication.k8s.io/exec')
  return {
    server: text(fields, 'server', where.file),
    tlsServerName: text(fields, 'tls-server-name', where.file),
    insecureSkipTlsVerify: flagOf(fields['insecure-skip-tls-verify']) ?? false,
    certificateAuthority: material(fields, 'certificate-authority', where),
    proxyUrl: text(fields, 'proxy-url', where.file),
    execConfig: extension?.['extension'],
  }
}

export function readUser(fields: Fields, where: Where): UserEntry {
  const {file} = where
  const provider = fields['auth-provider']
  return {
    token: text(fields, 'token', file),
    tokenFile: path(fields, 'tokenFile', where),
    clientCertificate: material(fields, 'client-certificate', where),
    clientKey: material(fields, 'client-key', where),
    username: text(fields, 'username', file),
    password: text(fields, 'password', file),
    impersonation: {
      user: text(fields, 'as', file),
      groups: texts(fields['as-groups']),
      uid: text(fields, 'as-uid', file),
      extra: Object.fromEntries(Object.entries(fieldsOf(fields['as-user-extra'])).map(([key, values]) => [key, texts(values)])),
    },
    exec: isMapping(fields['exec']) ? readExecPlugin(fields['exec'], where.folder) : undefined,
    authProvider: isMapping(provider) ? {name: text(provider, 'name', file) ?? '', config: fieldsOf(provider['config'])} : undefined,
  }
}

export function readContext(fields: Fields, file: string): ContextEntry {
  return {cluster: text(fields, 'cluster', file), user: text(fields, 'user', file), namespace: text(fields, 'namespace', file)}
}

function material(fields: Fields, key: string, where: Where): Material {
  return {data: text(fields, `${key}-data`, where.file), file: path(fields, key, where)}
}

function path(fields: Fields, key: string, {file, folder}: Where): string | undefined {
  const stated = text(fields, key, file)
  return stated === undefined || isAbsolute(stated) ? stated : join(folder, stated)
}

/** A text field; an empty one is not stated. The value is not shown: it may be a secret. */
export function text(fields: Fields, key: string, file: string): string | undefined {
  const value = fields[key]
  if (typeof value === 'string') return value === '' ? undefined : value
  if (value === undefined || value === null) return undefined
  throw new UserError(`${file}: a value of ${key} is no text`, 'put it in quotes')
}

function texts(value: unknown): readonly string[] {
  return itemsOf(value).filter((item) => typeof item === 'string')
}
