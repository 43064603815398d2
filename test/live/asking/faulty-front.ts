import type {IncomingMessage, OutgoingHttpHeaders, ServerResponse} from 'node:http'
import {Agent, createServer, request as httpsRequest} from 'node:https'
import type {AddressInfo, Socket} from 'node:net'

/** What becomes of a request that is not simply passed on. */
export type Fault =
  /** The front answers by itself, as an API server that cannot: with a Status. */
  | {readonly kind: 'status'; readonly status: number; readonly message: string; readonly headers?: OutgoingHttpHeaders}
  /** Something that is no API server answers. */
  | {readonly kind: 'page'; readonly status: number; readonly html: string}
  /** The connection is reset after so many bytes of the answer's body; after none, before the answer begins. */
  | {readonly kind: 'reset'; readonly afterBytes: number}
  /** The request is taken, and nothing is ever said. */
  | {readonly kind: 'silence'}
  /** The request is passed on once this is done. */
  | {readonly kind: 'delay'; readonly until: () => Promise<unknown>}
  /** Another path and query is passed on. */
  | {readonly kind: 'rewrite'; readonly path: (path: string) => string}

/** Which requests a fault is for: those whose path and query match, without the first few, and so many of them. */
interface Occasion {
  readonly of?: RegExp
  readonly without?: number
  readonly times?: number
}

export interface Arrived {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  /** Whether the fault was for it. */
  readonly isFaulty: boolean
}

/** A server in front of an API server that does one fault at a time, as told. */
export interface FaultyFront {
  readonly url: string
  /** From now on this fault; it replaces the one before. */
  readonly fail: (fault: Fault, occasion?: Occasion) => void
  /** From now on none. */
  readonly recover: () => void
  /** What has arrived since it was last asked. */
  readonly take: () => readonly Arrived[]
  /** Resolves when a request has arrived that the fault is for, from now on. */
  readonly failure: () => Promise<void>
  readonly close: () => Promise<void>
}

interface Identity {
  readonly cert: string | Buffer
  readonly key: string | Buffer
  /** Lets only those in who show a certificate that this authority signed. */
  readonly clientAuthority?: string
}

interface Onward {
  readonly url: string
  /** Whose name requests are passed on in, where the API server behind would not know what they show to the front. */
  readonly token?: string
}

/** Passes requests on to a server, as they are but for the fault that was told; `identity` is what it shows. */
export async function openFaultyFront(onward: Onward, {clientAuthority, ...identity}: Identity): Promise<FaultyFront> {
  const agent = new Agent({keepAlive: true, maxSockets: 32})
  const raw = new Map<number, Socket>()
  let told: {readonly fault: Fault; readonly of: RegExp; without: number; times: number} | undefined
  let arrived: Arrived[] = []
  const waiting: (() => void)[] = []

  function faultFor(path: string): Fault | undefined {
    if (!told?.of.test(path) || told.times === 0) return undefined
    if (told.without-- > 0) return undefined
    told.times--
    return told.fault
  }

  /** TLS has no way to reset a connection: what is under it has. */
  const reset = ({remotePort = 0}: Socket) => raw.get(remotePort)?.resetAndDestroy()

  function passOn(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    {path = incoming.url ?? '/', cutAfter = Number.POSITIVE_INFINITY} = {},
  ): void {
    const {method = 'GET', headers} = incoming
    const authorization = onward.token === undefined ? {} : {authorization: `Bearer ${onward.token}`}
    const target = {method, agent, headers: {...headers, ...authorization}, rejectUnauthorized: false, servername: 'kubernetes'}
    const request = httpsRequest(new URL(path, onward.url), target, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      let bytes = 0
      answer.on('data', (part: Buffer) => {
        if (bytes >= cutAfter) return
        const kept = part.subarray(0, cutAfter - bytes)
        bytes += kept.length
        // Only what has left the process is sure to arrive before the reset.
        outgoing.write(kept, () => {
          if (bytes >= cutAfter) reset(incoming.socket)
        })
      })
      answer.on('end', () => {
        if (bytes < cutAfter) outgoing.end()
      })
    })
    request.on('error', () => outgoing.destroy())
    outgoing.on('close', () => request.destroy())
    incoming.pipe(request)
  }

  const server = createServer(
    {...identity, ...(clientAuthority !== undefined && {ca: clientAuthority, requestCert: true, rejectUnauthorized: true})},
    (incoming, outgoing) => {
      const {method = '', url = '/', headers} = incoming
      const fault = faultFor(url)
      arrived.push({method, path: url, authorization: headers.authorization, isFaulty: fault !== undefined})
      if (!fault) return passOn(incoming, outgoing)
      for (const resolve of waiting.splice(0)) resolve()
      switch (fault.kind) {
        case 'status':
          outgoing.writeHead(fault.status, {'content-type': 'application/json', ...fault.headers}).end(statusText(fault))
          return
        case 'page':
          outgoing.writeHead(fault.status, {'content-type': 'text/html'}).end(fault.html)
          return
        case 'reset':
          return fault.afterBytes === 0 ? void reset(incoming.socket) : passOn(incoming, outgoing, {cutAfter: fault.afterBytes})
        case 'silence':
          return
        case 'rewrite':
          return passOn(incoming, outgoing, {path: fault.path(url)})
        case 'delay':
          void fault.until().then(() => passOn(incoming, outgoing))
      }
    },
  )
  server.on('connection', (socket: Socket) => {
    const {remotePort = 0} = socket
    raw.set(remotePort, socket)
    socket.on('close', () => raw.delete(remotePort))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (fault, {of = /./, without = 0, times = Number.POSITIVE_INFINITY} = {}) => {
      told = {fault, of, without, times}
    },
    recover: () => {
      told = undefined
    },
    take: () => {
      const taken = arrived
      arrived = []
      return taken
    },
    failure: () => new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function statusText({status, message}: {readonly status: number; readonly message: string}): string {
  return JSON.stringify({kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code: status})
}
