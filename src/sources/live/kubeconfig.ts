import {existsSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {UserError} from '../../user-error.ts'
import type {Connection, ConnectionFlags, Environment} from './connection.ts'
import {chooseConnection} from './connection-choice.ts'
import {findServiceAccount, SERVICE_ACCOUNT_FOLDER} from './in-cluster.ts'
import {type Definitions, readKubeConfigFile} from './kubeconfig-file.ts'

/** The clusters that can be asked. */
export interface KubeConfig {
  readonly contextNames: readonly string[]
  /**
   * What is needed to ask a cluster: that of the context, or of the current one.
   * @throws UserError where there is no such context, or it names a cluster or user that is not defined
   */
  readonly connectionTo: (context?: string) => Connection
}

/**
 * Finds and merges kubeconfigs as kubectl does: --kubeconfig alone, else all that KUBECONFIG names, else ~/.kube/config; missing files are skipped but
 * for the first, and the first definition of a name wins. Where none of them defines a cluster and this is a pod, its service account is taken.
 * @throws UserError where a file cannot be read, and where there is no cluster at all
 */
export function readKubeConfig(
  flags: ConnectionFlags,
  env: Environment,
  {serviceAccountFolder = SERVICE_ACCOUNT_FOLDER}: {readonly serviceAccountFolder?: string} = {},
): KubeConfig {
  const {explicit, files} = searchPath(flags, env)
  if (explicit && !existsSync(explicit)) throw new UserError(`there is no kubeconfig ${explicit}`, 'check the path that --kubeconfig names')
  const present = files.filter((file) => existsSync(file))
  const definitions = merge(present.map(readKubeConfigFile))
  const account = isEmpty(definitions) ? findServiceAccount(env, serviceAccountFolder) : undefined
  return {
    contextNames: account ? [] : [...definitions.contexts.keys()],
    connectionTo: (context) => {
      const isNamed = flags.server !== undefined || flags.cluster !== undefined || context !== undefined
      if (account && !isNamed) return chooseConnection(account, flags, env, {context: undefined, files: present})
      if (isEmpty(definitions) && !flags.server) throw noCluster(files, present, env)
      return chooseConnection(definitions, flags, env, {context, files: present})
    },
  }
}

function searchPath(flags: ConnectionFlags, env: Environment): {readonly explicit?: string; readonly files: readonly string[]} {
  if (flags.kubeconfig) return {explicit: flags.kubeconfig, files: [flags.kubeconfig]}
  const listed = env['KUBECONFIG']
  if (listed) return {files: [...new Set(listed.split(delimiter))].filter((file) => file !== '')}
  const home = env['HOME'] || env['USERPROFILE']
  return {files: home ? [join(home, '.kube', 'config')] : []}
}

/** The first that states a thing wins, be it the current context or the definition of a name. */
function merge(all: readonly Definitions[]): Definitions {
  const first = all.toReversed()
  return {
    currentContext: all.find(({currentContext}) => currentContext !== undefined)?.currentContext,
    clusters: new Map(first.flatMap(({clusters}) => [...clusters])),
    users: new Map(first.flatMap(({users}) => [...users])),
    contexts: new Map(first.flatMap(({contexts}) => [...contexts])),
  }
}

function isEmpty({clusters, contexts, currentContext}: Definitions): boolean {
  return clusters.size === 0 && contexts.size === 0 && currentContext === undefined
}

function noCluster(files: readonly string[], present: readonly string[], env: Environment): UserError {
  return new UserError(
    `no cluster: ${whyNone(files, present, env)}, and this is no pod`,
    'name manifests with -f FILE, or a kubeconfig with --kubeconfig FILE',
  )
}

function whyNone(files: readonly string[], present: readonly string[], env: Environment): string {
  if (present.length > 0) return `${present.join(', ')} ${present.length === 1 ? 'defines' : 'define'} none`
  if (files.length === 0) return 'HOME is not set'
  const missing = files.length === 1 ? 'which does not exist' : 'none of which exists'
  return `${env['KUBECONFIG'] ? 'KUBECONFIG names' : 'kubectl reads'} ${files.join(', ')}, ${missing}`
}
