import {readdirSync, readFileSync} from 'node:fs'
import http from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {type ApiClientOptions, type GetOptions, openApiClient, type Query} from '../../../src/sources/live/api-client.ts'
import type {Connection} from '../../../src/sources/live/connection.ts'
import {type Handler, json, reset, silence, startApiServer, status} from './api-server.ts'
import {connection, fastPace, userErrorOf} from './connections.ts'

const server = await startApiServer()
const here = connection(`http://127.0.0.1:${server.port}`)
const impatient = {connect: 10_000, whole: 0, silence: 100}

interface Asking extends Partial<ApiClientOptions> {
  readonly path?: string
  readonly query?: Query
  readonly get?: Partial<GetOptions>
}

/** Asks once, of a client that the server has answered before where `isWarm`. */
async function ask(to: Connection, {path = '/x', query = {}, get = {}, ...options}: Asking = {}) {
  const client = await openApiClient(to, {pace: fastPace(), ...options})
  try {
    const answer = await client.get(path, query, {signal: new AbortController().signal, ...get})
    return answer.kind === 'answer' ? {...answer, body: answer.body.toString()} : answer
  } finally {
    client.close()
  }
}

describe('what is sent', () => {
  test('nothing but GET, over one connection that is kept open', async () => {
    const before = server.connections()
    server.answer(json({}))
    const client = await openApiClient(here, {pace: fastPace()})
    const {signal} = new AbortController()
    for (let i = 0; i < 5; i++) await client.get('/api/v1/nodes', {limit: '500'}, {signal})
    client.close()
    expect(server.requests).toEqual(Array(5).fill('GET /api/v1/nodes?limit=500'))
    expect(server.connections() - before).toBe(1)
  })

  test('only one file of the sources sends requests, and it knows no other method', () => {
    const root = new URL('../../../src', import.meta.url).pathname
    const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.ts'))
    const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
    const senders = [...texts].filter(([, text]) =>
      /\brequest\(|\bfetch\(|https?\.get\(|node:https?'|node:http2'|undici|node:net'.*connect/.test(text.replace(/import type .*/g, '')),
    )
    expect(senders.map(([file]) => file)).toEqual(['sources/live/http-get.ts'])
    const sender = texts.get('sources/live/http-get.ts') ?? ''
    expect(sender.match(/method:.*?[,}]/g)).toEqual(["method: 'GET',"])
    const all = [...texts.values()].join('\n')
    expect(all).not.toMatch(/['"`](POST|PUT|PATCH|DELETE)['"`]/)
  })

  test('the path of the server stands before that of the request', async () => {
    server.answer(json({}))
    await ask(connection(`${here.server}/k8s/clusters/c-1`), {path: '/api/v1/pods', query: {labelSelector: 'a=b', continue: undefined}})
    expect(server.requests).toEqual(['GET /k8s/clusters/c-1/api/v1/pods?labelSelector=a%3Db'])
  })

  test('gzip is asked for and undone; what is counted came over the wire', async () => {
    const text = JSON.stringify({items: Array(200).fill('the same')})
    const packed = gzipSync(text)
    server.answer((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip')
      response.writeHead(200, {'content-encoding': 'gzip'}).end(packed)
    })
    expect(await ask(here)).toEqual({kind: 'answer', status: 200, body: text, wireBytes: packed.length})
  })
})

describe('what is tried again', () => {
  async function waitsFor(...handlers: readonly Handler[]) {
    const pace = fastPace()
    server.answer(...handlers)
    const answer = await ask(here, {pace})
    return {answer, waits: pace.waits, requests: server.requests.length}
  }

  test.each([429, 500, 502, 503, 504])('%i, with a wait that doubles', async (code) => {
    const ill = status(code, 'not now')
    const {answer, waits} = await waitsFor(ill, ill, json({fine: true}))
    expect(answer).toMatchObject({status: 200, body: '{"fine":true}'})
    expect(waits).toEqual([500, 1000])
  })

  test('four times in all', async () => {
    const {answer, waits, requests} = await waitsFor(status(503, 'not now'))
    expect(answer).toMatchObject({status: 503})
    expect([requests, waits]).toEqual([4, [500, 1000, 2000]])
  })

  test.each([
    ['seconds', '3', 3000],
    ['a date', 'Thu, 01 Jan 2026 00:00:07 GMT', 7000],
    ['a date that is past', 'Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['more than anybody would wait for', '3600', 20_000],
    ['nonsense', 'soon', 500],
  ])('after Retry-After: %s', async (_, header, wait) => {
    const {waits} = await waitsFor(status(429, 'busy', {}, {'retry-after': header}), json({}))
    expect(waits).toEqual([wait])
  })

  test.each([400, 403, 404, 405, 409, 410, 422])('not %i', async (code) => {
    const {answer, requests} = await waitsFor(status(code, 'no'))
    expect([answer.kind === 'answer' && answer.status, requests]).toEqual([code, 1])
  })

  test('a connection that is reset in the middle of the answer', async () => {
    const {answer, waits} = await waitsFor(reset, json({whole: true}))
    expect(answer).toMatchObject({status: 200, body: '{"whole":true}'})
    expect(waits).toEqual([500])
  })

  test('at once where the server has closed a connection that was kept open', async () => {
    const pace = fastPace()
    server.answer(json({}), (request) => request.socket.resetAndDestroy(), json({again: true}))
    const client = await openApiClient(here, {pace})
    const {signal} = new AbortController()
    await client.get('/x', {}, {signal})
    expect(await client.get('/x', {}, {signal})).toMatchObject({status: 200})
    client.close()
    expect(pace.waits).toEqual([0])
  })
})

test('a server that restarts between two requests is waited for', async () => {
  const listen = (listener: http.RequestListener, port = 0) =>
    new Promise<http.Server>((resolve) => {
      const started = http.createServer(listener).listen(port, '127.0.0.1', () => resolve(started))
    })
  const first = await listen((_, response) => response.writeHead(200, {connection: 'close'}).end('{}'))
  const {port} = first.address() as AddressInfo
  let second: http.Server | undefined
  const pace = {
    ...fastPace(),
    sleep: async () => {
      second ??= await listen((_, response) => response.end('{"again":true}'), port)
    },
  }
  const client = await openApiClient(connection(`http://127.0.0.1:${port}`), {pace})
  const {signal} = new AbortController()
  await client.get('/x', {}, {signal})
  await new Promise((resolve) => first.close(resolve))
  expect(await client.get('/x', {}, {signal})).toMatchObject({status: 200, wireBytes: 14})
  client.close()
  second?.close()
})

describe('what is given up', () => {
  test('a server that takes requests and says nothing: this one has failed', async () => {
    server.answer(silence)
    expect(await ask(here, {patience: impatient})).toEqual({
      kind: 'failure',
      message: `127.0.0.1:${server.port} (context test) gave no answer within 0.1 s`,
    })
    expect(server.requests).toHaveLength(1)
  })

  test('an answer that stops half-way', async () => {
    server.answer((_, response) => response.writeHead(200, {'content-length': '100'}).write('{'))
    expect(await ask(here, {patience: impatient})).toMatchObject({kind: 'failure'})
  })

  test('no answer that is slow but goes on', async () => {
    server.answer((_, response) => {
      let left = 8
      const timer = setInterval(() => {
        if (left-- > 0) response.write(' ')
        else {
          clearInterval(timer)
          response.end('{}')
        }
      }, 150)
    })
    expect(await ask(here, {patience: {...impatient, silence: 1000}})).toMatchObject({kind: 'answer', status: 200})
  })

  test('such an answer too where --request-timeout is shorter', async () => {
    const timers: NodeJS.Timeout[] = []
    server.answer((_, response) => timers.push(setInterval(() => response.write(' '), 40)))
    const answer = await ask({...here, requestTimeout: 1000})
    timers.forEach(clearInterval)
    expect(answer).toMatchObject({kind: 'failure', message: expect.stringContaining('within 1 s')})
  })

  test('a server that always resets connections, as one that cannot be asked', async () => {
    server.answer((request) => request.socket.resetAndDestroy())
    const {message} = await userErrorOf(() => ask(here))
    expect(message).toBe(`127.0.0.1:${server.port} (context test) was reached, but the connection was reset`)
    expect(server.requests).toHaveLength(4)
  })

  test('one path of a server that answers others', async () => {
    server.answer(json({}), (request) => request.socket.resetAndDestroy())
    const client = await openApiClient(here, {pace: fastPace()})
    const {signal} = new AbortController()
    await client.get('/x', {}, {signal})
    expect(await client.get('/y', {}, {signal})).toMatchObject({kind: 'failure', message: expect.stringContaining('reset')})
    client.close()
  })
})

describe('an answer that is taken as it comes', () => {
  /** Takes parts up to one that holds this; what came of it. */
  async function follow(last: string, {limit = 10_000}: {readonly limit?: number} = {}) {
    let text = ''
    let opened = 0
    const take = (part: Buffer) => {
      text += part
      return !text.includes(last)
    }
    const answer = await ask(here, {patience: impatient, get: {stream: {opened: () => opened++, take, limit}}})
    return {answer, text, opened}
  }

  test('may be silent for longer than any other, and is not packed', async () => {
    server.answer((request, response) => {
      response.writeHead(200).write(String(request.headers['accept-encoding']))
      setTimeout(() => response.end(' over'), 3 * impatient.silence)
    })
    const {answer, text, opened} = await follow('none')
    expect({text, opened}).toEqual({text: 'identity over', opened: 1})
    expect(answer).toMatchObject({kind: 'answer', status: 200, body: '', wireBytes: 13})
  })

  test('ends where no more is wanted, with its connection', async () => {
    let isClosed = false
    server.answer((_, response) => {
      response.on('close', () => {
        isClosed = true
      })
      response.writeHead(200).write('enough')
    })
    expect(await follow('enough')).toMatchObject({answer: {kind: 'answer', status: 200}, text: 'enough'})
    await expect.poll(() => isClosed).toBe(true)
  })

  test('is not asked for again where it breaks off', async () => {
    server.answer((_, response) => {
      response.writeHead(200)
      response.write('half', () => response.socket?.resetAndDestroy())
    })
    expect(await follow('none')).toMatchObject({answer: {kind: 'failure', message: expect.stringContaining('reset')}, text: 'half'})
    expect(server.requests).toHaveLength(1)
  })

  test('has to begin, and to end within its limit', async () => {
    server.answer(silence)
    expect(await follow('none')).toMatchObject({answer: {kind: 'failure'}, opened: 0})
    server.answer((_, response) => response.writeHead(200).flushHeaders())
    expect(await follow('none', {limit: 300})).toMatchObject({answer: {kind: 'failure'}, opened: 1})
  })

  test('is read as a whole, and asked for again, where it is a refusal', async () => {
    server.answer(status(503, 'not now'), status(403, 'never'))
    const {answer, opened} = await follow('none')
    expect(answer).toMatchObject({kind: 'answer', status: 403, body: expect.stringContaining('never')})
    expect(opened).toBe(0)
    expect(server.requests).toHaveLength(2)
  })
})

describe('an abort', () => {
  test('ends a request that is under way', async () => {
    const abort = new AbortController()
    server.answer(() => abort.abort(new Error('enough')))
    await expect(ask(here, {get: {signal: abort.signal}})).rejects.toThrow('enough')
  })

  test('ends a wait before the next try', async () => {
    const abort = new AbortController()
    server.answer(status(503, 'no'))
    const pace = {...fastPace(), sleep: async () => abort.abort(new Error('enough'))}
    await expect(ask(here, {pace, get: {signal: abort.signal}})).rejects.toThrow('enough')
    expect(server.requests).toHaveLength(1)
  })

  test('before the first request leaves none', async () => {
    server.answer(json({}))
    await expect(ask(here, {get: {signal: AbortSignal.abort(new Error('enough'))}})).rejects.toThrow('enough')
    expect(server.requests).toEqual([])
  })
})

describe('-v', () => {
  test('names each request with its status, size and time, and no secrets', async () => {
    const lines: string[] = []
    const query = {labelSelector: 'app in (a,b),x=y', continue: 'eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ'}
    server.answer(status(503, 'x'.repeat(4000)), json({}))
    const to = connection(here.server, {user: {token: 'hush', impersonation: {user: 'eve', groups: [], uid: undefined, extra: {}}}})
    await ask(to, {path: '/api/v1/pods', query, log: (line) => lines.push(line)})
    const path = 'GET /api/v1/pods?labelSelector=app+in+(a,b),x=y&continue=…'
    expect(lines).toEqual([`${path} 503 4.1 kB 0 ms`, `${path} 200 2 B 0 ms`])
  })

  test('says why there is no answer', async () => {
    const lines: string[] = []
    server.answer(reset, silence)
    await ask(here, {patience: impatient, log: (line) => lines.push(line)})
    expect(lines).toEqual(['GET /x ECONNRESET 0 ms', 'GET /x timed out 0 ms'])
  })
})
