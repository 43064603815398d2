import http from 'node:http'
import {type AddressInfo, connect, createServer, type Socket} from 'node:net'
import {afterAll, describe, expect, test} from 'vitest'
import {openApiClient} from '../../../src/sources/live/api-client.ts'
import type {Connection} from '../../../src/sources/live/connection.ts'
import {chooseProxy} from '../../../src/sources/live/proxy.ts'
import {scratchDirectory} from '../scratch.ts'
import {json, startApiServer} from './api-server.ts'
import {createAuthority} from './certificates.ts'
import {connection, fastPace, pem, userErrorOf} from './connections.ts'

const authority = createAuthority(scratchDirectory(), 'ca')
const server = await startApiServer(authority.sign('api', 'DNS:api.internal'))
const cluster = {certificateAuthority: pem(authority.certificate)}

/** A proxy that takes every name for this machine; `answer` is what it says instead of 200. */
async function startProxy(answer?: number) {
  const seen: {readonly target: string | undefined; readonly authorization: string | undefined}[] = []
  const open: Socket[] = []
  const proxy = http.createServer()
  proxy.on('connect', ({url, headers}, socket: Socket) => {
    seen.push({target: url, authorization: headers['proxy-authorization']})
    open.push(socket)
    if (answer !== undefined) return socket.end(`HTTP/1.1 ${answer} No\r\n\r\n`)
    const onward = connect(Number(url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    return open.push(onward)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    proxy.close()
    for (const socket of open) socket.destroy()
  })
  return {seen, port: (proxy.address() as AddressInfo).port}
}

/** A SOCKS 5 proxy (RFC 1928) that takes every name for this machine and writes down what it was asked for. */
async function startSocksProxy() {
  const targets: string[] = []
  const open: Socket[] = []
  const proxy = createServer((socket) => {
    open.push(socket)
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]))
      socket.once('data', (request) => {
        const [kind = 0, length = 0] = request.subarray(3)
        const port = request.readUInt16BE(request.length - 2)
        // 3 is a name; 1 would be an address that was looked up here.
        targets.push(kind === 3 ? `${request.subarray(5, 5 + length)}:${port}` : `kind ${kind}`)
        const onward = connect(port, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
          onward.pipe(socket).pipe(onward)
        })
        onward.on('error', () => socket.destroy())
        socket.on('error', () => onward.destroy())
        open.push(onward)
      })
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    proxy.close()
    for (const socket of open) socket.destroy()
  })
  return {targets, port: (proxy.address() as AddressInfo).port}
}

async function ask(to: Connection) {
  const client = await openApiClient(to, {pace: fastPace()})
  const {signal} = new AbortController()
  try {
    await client.get('/version', {}, {signal})
    return await client.get('/version', {}, {signal})
  } finally {
    client.close()
  }
}

describe('a request by a proxy', () => {
  test('goes through one tunnel that is kept open, with TLS to the server itself, which the proxy looks up', async () => {
    const proxy = await startProxy()
    server.answer(json({fine: true}))
    const to = connection(`https://api.internal:${server.port}`, {cluster, proxy: `http://me:pass%40word@127.0.0.1:${proxy.port}`})
    expect(await ask(to)).toMatchObject({status: 200})
    expect(proxy.seen).toEqual([
      {target: `api.internal:${server.port}`, authorization: `Basic ${Buffer.from('me:pass@word').toString('base64')}`},
    ])
  })

  test('may be a SOCKS proxy, which looks up the name too', async () => {
    const proxy = await startSocksProxy()
    server.answer(json({fine: true}))
    const to = connection(`https://api.internal:${server.port}`, {cluster, proxy: `socks5://127.0.0.1:${proxy.port}`})
    expect(await ask(to)).toMatchObject({status: 200})
    expect(proxy.targets).toEqual([`api.internal:${server.port}`])
  })

  test('to a server without TLS goes through a tunnel too', async () => {
    const proxy = await startProxy()
    const plain = await startApiServer()
    plain.answer(json({fine: true}))
    expect(await ask(connection(`http://api.internal:${plain.port}`, {proxy: `http://127.0.0.1:${proxy.port}`}))).toMatchObject({
      status: 200,
    })
    expect(proxy.seen).toMatchObject([{target: `api.internal:${plain.port}`}])
  })

  test('that the proxy refuses says so, without the password', async () => {
    const proxy = await startProxy(407)
    const to = connection(`https://api.internal:${server.port}`, {cluster, proxy: `http://me:secret@127.0.0.1:${proxy.port}`})
    const {message, hint} = await userErrorOf(() => ask(to))
    expect(message).toBe(`the proxy 127.0.0.1:${proxy.port} refuses the way to api.internal:${server.port} (context test) (407)`)
    expect(hint).toContain('NAME:PASSWORD')
  })

  test('that is not there names the proxy', async () => {
    const to = connection('https://api.internal', {cluster, proxy: 'http://127.0.0.1:1'})
    const {message} = await userErrorOf(() => ask(to))
    expect(message).toBe('api.internal:443 (context test), by the proxy 127.0.0.1:1, cannot be reached: connection refused')
  })
})

// What golang.org/x/net/http/httpproxy documents and tests.
describe('the proxy of the environment', () => {
  const proxies = {https_proxy: 'http://secure:3128', http_proxy: 'http://plain:3128'}

  test.each([
    ['https://api.example', 'http://secure:3128'],
    ['http://api.example', 'http://plain:3128'],
    ['https://localhost:6443', undefined],
    ['https://127.0.0.1:6443', undefined],
    ['https://127.9.9.9', undefined],
    ['https://[::1]:6443', undefined],
  ])('for %s is %s', (url, proxy) => {
    expect(chooseProxy(url, proxies)).toBe(proxy)
  })

  test.each([
    [{HTTPS_PROXY: 'http://upper:1'}, 'http://upper:1'],
    [{HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:1'}, 'http://lower:1'],
    [{HTTPS_PROXY: 'http://upper:1', https_proxy: ''}, 'http://upper:1'],
    [{HTTPS_PROXY: 'proxy.example:3128'}, 'http://proxy.example:3128'],
    [{HTTPS_PROXY: 'proxy'}, 'http://proxy'],
    [{HTTPS_PROXY: 'socks5://socks:1080'}, 'socks5://socks:1080'],
    [{HTTP_PROXY: 'http://plain:1', ALL_PROXY: 'http://all:1'}, undefined],
    [{HTTPS_PROXY: 'http://upper:1', NO_PROXY: 'api.example'}, undefined],
    [{HTTPS_PROXY: 'http://upper:1', NO_PROXY: 'api.example', no_proxy: 'other'}, 'http://upper:1'],
  ])('in %o is %s', (env, proxy) => {
    expect(chooseProxy('https://api.example', env)).toBe(proxy)
  })

  test.each([
    ['https://api.example', 'api.example', true],
    ['https://API.example', 'api.EXAMPLE', true],
    ['https://api.example', 'example', true],
    ['https://api.example', '.example', true],
    ['https://api.example', '*.example', true],
    ['https://example', '.example', false],
    ['https://example', '*.example', false],
    ['https://notexample', 'example', false],
    ['https://api.example', 'pi.example', false],
    ['https://api.example', ' other , api.example ', true],
    ['https://api.example', '*', true],
    ['https://api.example', 'a,,*', true],
    ['https://api.example:6443', 'api.example:6443', true],
    ['https://api.example:6443', 'api.example:443', false],
    ['https://api.example', 'api.example:443', true],
    ['https://api.example:6443', '.example:6443', true],
    ['https://10.1.2.3', '10.1.2.3', true],
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3:6443', '10.1.2.3:6443', true],
    ['https://10.1.2.3:6443', '10.1.2.3:443', false],
    ['https://10.1.2.3', '10.1.2', false],
    ['https://10.1.2.3', '10.1.2.3/33', false],
    ['https://[fd00::7]', 'fd00::/8', true],
    ['https://[fd00::7]', 'fd00:0::7', true],
    ['https://[fd00::7]:6443', '[fd00::7]:6443', true],
    ['https://[fd00::7]:6443', '[fd00::7]:443', false],
    ['https://[fd00::7]', '10.0.0.0/8', false],
    ['https://api.example', '10.0.0.0/8', false],
    ['https://api.example', ':443', false],
    ['https://api.example', '', false],
  ])('%s is exempt by NO_PROXY=%s: %s', (url, noProxy, isExempt) => {
    expect(chooseProxy(url, {...proxies, NO_PROXY: noProxy}) === undefined).toBe(isExempt)
  })
})
