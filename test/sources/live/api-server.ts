import http, {type IncomingMessage, type ServerResponse} from 'node:http'
import https from 'node:https'
import type {AddressInfo, Socket} from 'node:net'
import {afterAll} from 'vitest'
import type {Pair} from './certificates.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface ApiServer {
  readonly port: number
  /** What came in: `GET /api/v1/pods?limit=500`. */
  readonly requests: string[]
  /** How many connections were opened. */
  readonly connections: () => number
  /** Answers the next requests, one each; the last goes on answering. */
  readonly answer: (...handlers: readonly Handler[]) => void
}

interface Tls extends Pair {
  /** Asks for certificates of clients that this authority signed. */
  readonly clientAuthority?: string
}

/** Listens on a free port of 127.0.0.1 for the length of a test file, over TLS where there is a certificate. */
export async function startApiServer(tls?: Tls): Promise<ApiServer> {
  const requests: string[] = []
  let handlers: readonly Handler[] = []
  let connections = 0
  const listener: Handler = (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const [next, ...rest] = handlers
    if (rest.length > 0) handlers = rest
    if (next) next(request, response)
    else response.writeHead(404).end()
  }
  const server = tls ? https.createServer(tlsOptions(tls), listener) : http.createServer(listener)
  const open = new Set<Socket>()
  server.on(tls ? 'secureConnection' : 'connection', () => connections++)
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    connections: () => connections,
    answer: (...next) => {
      handlers = next
      requests.length = 0
    },
  }
}

function tlsOptions({certificate, key, clientAuthority}: Tls): https.ServerOptions {
  return {cert: certificate, key, ...(clientAuthority !== undefined && {ca: clientAuthority, requestCert: true, rejectUnauthorized: false})}
}

export function json(value: unknown, status = 200, headers: http.OutgoingHttpHeaders = {}): Handler {
  return (_, response) => {
    response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(value))
  }
}

/** A Status, as an API server answers where it has no object to give. */
export function status(code: number, message: string, more: object = {}, headers: http.OutgoingHttpHeaders = {}): Handler {
  return json({kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code, ...more}, code, headers)
}

/** What an API server says of the groups that it has, each in these versions (`apps/v1`). */
export function apiGroups(...versions: readonly string[]): Handler {
  const names = [...new Set(versions.map((groupVersion) => groupVersion.split('/')[0]))]
  const groups = names.map((name) => {
    const own = versions.filter((one) => one.startsWith(`${name}/`)).map((one) => ({groupVersion: one, version: one.split('/')[1]}))
    return {name, versions: own, preferredVersion: own[0]}
  })
  return json({kind: 'APIGroupList', apiVersion: 'v1', groups})
}

export function list(names: readonly string[], metadata: object = {}): Handler {
  return json({
    kind: 'List',
    apiVersion: 'v1',
    metadata: {resourceVersion: '7', ...metadata},
    items: names.map((name) => ({metadata: {name}})),
  })
}

/** Ends the connection in the middle of a body. */
export const reset: Handler = (_, response) => {
  response.writeHead(200, {'content-type': 'application/json', 'content-length': '1000'})
  response.write('{"items": [', () => response.socket?.resetAndDestroy())
}

/** Takes the request and says nothing. */
export const silence: Handler = () => {}
