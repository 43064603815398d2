import type {Connection} from '../../../src/sources/live/connection.ts'
import type {ClusterEntry, UserEntry} from '../../../src/sources/live/kubeconfig-entry.ts'
import {NO_CLUSTER, NO_USER} from '../../../src/sources/live/kubeconfig-entry.ts'
import type {Pace} from '../../../src/sources/live/retry.ts'
import {UserError} from '../../../src/user-error.ts'

interface Parts {
  readonly cluster?: Partial<ClusterEntry>
  readonly user?: Partial<UserEntry>
  readonly proxy?: string
  readonly requestTimeout?: number
}

/** A connection of the context `test`, of which only a few things are stated. */
export function connection(server: string, {cluster, user, proxy, requestTimeout}: Parts = {}): Connection {
  return {
    context: 'test',
    server,
    namespace: 'default',
    cluster: {...NO_CLUSTER, server, ...cluster},
    user: {...NO_USER, ...user},
    proxy,
    requestTimeout,
  }
}

export function pem(text: string) {
  return {data: Buffer.from(text).toString('base64'), file: undefined}
}

/** A clock that nobody waits for; what was waited is written down. */
export function fastPace(): Pace & {readonly waits: readonly number[]} {
  const waits: number[] = []
  let time = Date.UTC(2026, 0, 1)
  return {
    waits,
    now: () => time,
    random: () => 0,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted()
      waits.push(milliseconds)
      time += milliseconds
    },
  }
}

/** The user's error that something ends with; any other outcome fails the test. */
export async function userErrorOf(doing: () => unknown): Promise<{readonly message: string; readonly hint: string}> {
  try {
    await doing()
  } catch (error) {
    if (error instanceof UserError) return {message: error.message, hint: error.hint}
    throw error
  }
  throw new Error('it went well')
}
