import {UserError} from '../../user-error.ts'
import type {Connection} from './connection.ts'
import {refusedCredentials, unreachable} from './connection-error.ts'
import {CONNECT_TIMEOUT, type Exchange, httpGet, type Patience, type Stream} from './http-get.ts'
import {requestLine} from './request-line.ts'
import {type Pace, waitBeforeRetry} from './retry.ts'
import {type Authorization, openTransport} from './transport.ts'

/** What a server said, or how it failed to say anything though it can be reached. */
export type Answer =
  | {readonly kind: 'answer'; readonly status: number; readonly body: Buffer; readonly wireBytes: number}
  | {readonly kind: 'failure'; readonly message: string}

/** In the order in which the parameters stand in the URL; undefined ones do not. */
export type Query = Readonly<Record<string, string | undefined>>

export interface GetOptions {
  readonly accept?: string
  readonly signal: AbortSignal
  /** Whether a server that cannot be reached has only failed to answer: it did before, and may again. */
  readonly isPatient?: boolean | undefined
  /** Takes the answer as it comes. Once it has begun, it is not tried again. */
  readonly stream?: LimitedStream | undefined
}

export interface LimitedStream extends Stream {
  /** For the whole stream, in milliseconds. */
  readonly limit: number
}

export interface ApiClient {
  /**
   * Reads one path of the API server. An answer of 200 to a stream has no body any more; one that broke off is a failure.
   * @throws UserError where the server cannot be asked at all, or refuses the credentials; the signal's reason once it is aborted
   */
  readonly get: (path: string, query: Query, options: GetOptions) => Promise<Answer>
  readonly close: () => void
}

export interface ApiClientOptions {
  readonly pace: Pace
  /** A line for each request, without secrets. */
  readonly log?: ((line: string) => void) | undefined
  /** A line that a credential plugin prints for the person. */
  readonly say?: ((line: string) => void) | undefined
  /** Ends a credential plugin that runs. */
  readonly signal?: AbortSignal | undefined
  /** Replaces what would be waited, for tests. */
  readonly patience?: Patience | undefined
}

const SILENCE = 30_000

/** Asks one API server. It sends GET and nothing else. */
export async function openApiClient(connection: Connection, options: ApiClientOptions): Promise<ApiClient> {
  const {pace, log, say = () => {}, signal: ending = new AbortController().signal} = options
  const patience = options.patience ?? patienceOf(connection)
  const transport = await openTransport(connection, pace.now, {say, signal: ending})
  let hasAnswered = false

  async function send(url: URL, {accept = 'application/json', signal, stream}: GetOptions): Promise<readonly [Exchange, Authorization]> {
    const authorization = await transport.authorize()
    const {agent, auth, headers} = authorization
    const start = pace.now()
    const sent = {agent, auth, stream, headers: {...headers, accept, 'user-agent': 'svcscope'}}
    const exchange = await httpGet(url, sent, stream ? {...patience, whole: stream.limit} : patience, signal)
    log?.(requestLine(url, exchange, pace.now() - start))
    hasAnswered ||= exchange.kind === 'response'
    return [exchange, authorization]
  }

  async function get(path: string, query: Query, options: GetOptions): Promise<Answer> {
    const {signal, stream, isPatient} = options
    const url = urlOf(connection.server, path, query)
    let isRenewed = false
    let isOpen = false
    const opened = () => {
      isOpen = true
      hasAnswered = true
      stream?.opened()
    }
    for (let tries = 1; ; tries++) {
      const [exchange, authorization] = await send(url, {...options, stream: stream && {...stream, opened}})
      if (exchange.kind === 'response' && exchange.status === 401) {
        if (isRenewed || !(await transport.renew(authorization))) throw refusedCredentials(connection, exchange.body)
        isRenewed = true
        continue
      }
      const wait = isOpen ? undefined : waitBeforeRetry(exchange, tries, hasAnswered, pace)
      if (wait === undefined) return conclude(exchange, connection, {hasAnswered, isPatient})
      await pace.sleep(wait, signal)
    }
  }
  return {get, close: transport.close}
}

interface Standing {
  readonly hasAnswered: boolean
  readonly isPatient: boolean | undefined
}

function conclude(exchange: Exchange, connection: Connection, {hasAnswered, isPatient}: Standing): Answer {
  if (exchange.kind === 'response') {
    const {status, body, wireBytes} = exchange
    return {kind: 'answer', status, body, wireBytes}
  }
  const error = unreachable(exchange, connection)
  // A server that answers other requests is there: only this one is lost.
  if (isPatient || (exchange.isConnected && hasAnswered)) return {kind: 'failure', message: error.message}
  if (exchange.kind === 'timeout' && exchange.isConnected) return {kind: 'failure', message: error.message}
  throw error
}

function urlOf(server: string, path: string, query: Query): URL {
  const url = new URL(`${server}${path}`)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.append(name, value)
  return url
}

function patienceOf({requestTimeout}: Connection): Patience {
  if (requestTimeout === undefined) return {connect: CONNECT_TIMEOUT, whole: 0, silence: SILENCE}
  return {connect: requestTimeout === 0 ? 0 : Math.min(requestTimeout, CONNECT_TIMEOUT), whole: requestTimeout, silence: 0}
}

/** @throws UserError where the body is no JSON: something that is no API server answered */
export function parseBody({body}: {readonly body: Buffer}, connection: Connection): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new UserError(
      `${connection.server} (context ${connection.context}) answers with something other than JSON`,
      'check that it is an API server, and no login page of a proxy: kubectl get --raw /version',
    )
  }
}
