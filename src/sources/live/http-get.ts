import http, {type IncomingHttpHeaders, type IncomingMessage, type RequestOptions} from 'node:http'
import https from 'node:https'
import {promisify} from 'node:util'
import {gunzip} from 'node:zlib'

/** Until a connection stands, TLS included. */
export const CONNECT_TIMEOUT = 10_000

/** How long to wait, in milliseconds; 0 is for ever. */
export interface Patience {
  /** For the connection. */
  readonly connect: number
  /** For the whole request. */
  readonly whole: number
  /** Without a byte. Between the parts of a stream it does not count. */
  readonly silence: number
}

/** An answer that is taken as it comes, because it has no end of its own. */
export interface Stream {
  /** Called once, as soon as the server has said yes (200). Any other answer is read as a whole. */
  readonly opened: () => void
  /** Takes a part, wherever it was cut; false ends the request. */
  readonly take: (part: Buffer) => boolean
}

export type Exchange =
  | {
      readonly kind: 'response'
      readonly status: number
      readonly headers: IncomingHttpHeaders
      /** Inflated; empty where it was streamed. */
      readonly body: Buffer
      /** Bytes of the body as they came. */
      readonly wireBytes: number
    }
  /** `isConnected`: the server had been reached; `isStale`: over a connection that was kept open too long. */
  | {readonly kind: 'error'; readonly error: NodeJS.ErrnoException; readonly isConnected: boolean; readonly isStale: boolean}
  | {readonly kind: 'timeout'; readonly isConnected: boolean; readonly after: number}

interface Options extends Pick<RequestOptions, 'agent' | 'headers' | 'auth'> {
  readonly stream?: Stream | undefined
}

/** A connection on which nothing is said for so long is probed: behind a dead one a stream would be silent for ever. */
const PROBE_AFTER = 30_000

/**
 * Sends one GET: the only place of the program that sends anything to a cluster, and it has no way to send anything else.
 * @throws the signal's reason as soon as it is aborted
 */
export async function httpGet(url: URL, options: Options, patience: Patience, signal: AbortSignal): Promise<Exchange> {
  signal.throwIfAborted()
  const exchange = await exchangeOnce(url, options, patience, signal).catch(neverSent)
  signal.throwIfAborted()
  if (exchange.kind !== 'response' || exchange.headers['content-encoding'] !== 'gzip') return exchange
  try {
    return {...exchange, body: await promisify(gunzip)(exchange.body)}
  } catch (error) {
    return {kind: 'error', error: error as NodeJS.ErrnoException, isConnected: true, isStale: false}
  }
}

/** What the platform refuses to begin with: a certificate that is none, a header that is none. */
function neverSent(error: NodeJS.ErrnoException): Exchange {
  return {kind: 'error', error, isConnected: false, isStale: false}
}

function exchangeOnce(url: URL, {stream, ...options}: Options, patience: Patience, signal: AbortSignal): Promise<Exchange> {
  return new Promise((resolve) => {
    const {request} = url.protocol === 'https:' ? https : http
    const sent = request(url, {...options, method: 'GET', headers: {...options.headers, 'accept-encoding': stream ? 'identity' : 'gzip'}})
    let isConnected = false
    let isAnswered = false
    const timers = startTimers(patience, (after) => end({kind: 'timeout', isConnected, after}))
    const abort = () => end({kind: 'error', error: new Error('aborted'), isConnected, isStale: false})
    let isOver = false
    function end(outcome: Exchange): void {
      if (isOver) return
      isOver = true
      timers.stop()
      signal.removeEventListener('abort', abort)
      if (outcome.kind !== 'response') sent.destroy()
      resolve(outcome)
    }
    const fail = (error: NodeJS.ErrnoException) => end({kind: 'error', error, isConnected, isStale: sent.reusedSocket && !isAnswered})
    signal.addEventListener('abort', abort)
    sent.on('error', fail)
    sent.on('socket', (socket) => {
      if (stream) socket.setKeepAlive(true, PROBE_AFTER)
      const connected = () => {
        isConnected = true
        timers.connected()
      }
      if (sent.reusedSocket || (url.protocol === 'http:' && !socket.connecting)) connected()
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected)
    })
    sent.on('response', (response) => {
      isAnswered = true
      if (stream && response.statusCode === 200) {
        timers.opened()
        takeParts(response, stream, fail, end)
      } else readBody(response, timers.heard, fail, end)
    })
    sent.end()
  })
}

function readBody(
  response: IncomingMessage,
  heard: () => void,
  fail: (error: NodeJS.ErrnoException) => void,
  end: (outcome: Exchange) => void,
): void {
  const chunks: Buffer[] = []
  response.on('data', (chunk: Buffer) => {
    heard()
    chunks.push(chunk)
  })
  response.on('error', fail)
  response.on('end', () => {
    const body = Buffer.concat(chunks)
    end({kind: 'response', status: response.statusCode ?? 0, headers: response.headers, body, wireBytes: body.length})
  })
}

function takeParts(
  response: IncomingMessage,
  stream: Stream,
  fail: (error: NodeJS.ErrnoException) => void,
  end: (outcome: Exchange) => void,
): void {
  let wireBytes = 0
  let isLeft = false
  const finish = () => end({kind: 'response', status: 200, headers: response.headers, body: Buffer.alloc(0), wireBytes})
  stream.opened()
  response.on('data', (part: Buffer) => {
    if (isLeft) return
    wireBytes += part.length
    isLeft = !stream.take(part)
    if (!isLeft) return
    finish()
    // There is more to come.
    response.destroy()
  })
  response.on('error', fail)
  response.on('end', finish)
}

function startTimers(patience: Patience, expire: (after: number) => void) {
  const start = (after: number) => (after > 0 ? setTimeout(() => expire(after), after) : undefined)
  const whole = start(patience.whole)
  const connect = start(patience.connect)
  let silence: NodeJS.Timeout | undefined
  const heard = () => {
    clearTimeout(silence)
    silence = start(patience.silence)
  }
  return {
    connected: () => {
      clearTimeout(connect)
      heard()
    },
    heard,
    opened: () => clearTimeout(silence),
    stop: () => [whole, connect, silence].forEach(clearTimeout),
  }
}
