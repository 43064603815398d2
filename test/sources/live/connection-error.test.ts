import {type AddressInfo, createServer, type Server} from 'node:net'
import {createServer as createTlsServer} from 'node:tls'
import {describe, expect, test} from 'vitest'
import {openApiClient} from '../../../src/sources/live/api-client.ts'
import type {Connection} from '../../../src/sources/live/connection.ts'
import {unreachable} from '../../../src/sources/live/connection-error.ts'
import {scratchDirectory} from '../scratch.ts'
import {json, silence, startApiServer, status} from './api-server.ts'
import {createAuthority} from './certificates.ts'
import {connection, fastPace, pem, userErrorOf} from './connections.ts'

const folder = scratchDirectory()
const authority = createAuthority(folder, 'ca')
const own = authority.sign('local', 'DNS:localhost,IP:127.0.0.1')
const local = await startApiServer(own)
const elsewhere = await startApiServer(authority.sign('other', 'DNS:other.example'))
const expired = await startApiServer(authority.sign('old', 'IP:127.0.0.1', -1))
const ca = {certificateAuthority: pem(authority.certificate)}

async function ask(to: Connection, patience = {connect: 10_000, whole: 0, silence: 10_000}) {
  const client = await openApiClient(to, {pace: fastPace(), patience})
  try {
    return await client.get('/version', {}, {signal: new AbortController().signal})
  } finally {
    client.close()
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('TLS', () => {
  test('a certificate of the authority in the kubeconfig is trusted', async () => {
    local.answer(json({}))
    expect(await ask(connection(`https://127.0.0.1:${local.port}`, {cluster: ca}))).toMatchObject({kind: 'answer', status: 200})
  })

  test('one of another authority is not', async () => {
    const other = {certificateAuthority: pem(createAuthority(folder, 'other').certificate)}
    local.answer(json({}))
    for (const cluster of [{}, other]) {
      const {message, hint} = await userErrorOf(() => ask(connection(`https://127.0.0.1:${local.port}`, {cluster})))
      expect(message).toBe(`127.0.0.1:${local.port} (context test): its certificate is signed by an unknown authority`)
      expect(hint).toContain('certificate-authority-data')
    }
    expect(local.requests).toEqual([])
  })

  test('insecure-skip-tls-verify trusts all', async () => {
    local.answer(json({}))
    const cluster = {insecureSkipTlsVerify: true}
    expect(await ask(connection(`https://127.0.0.1:${local.port}`, {cluster}))).toMatchObject({status: 200})
  })

  test('a certificate for another host is refused, and taken where tls-server-name names it', async () => {
    elsewhere.answer(json({}))
    const url = `https://127.0.0.1:${elsewhere.port}`
    const {message, hint} = await userErrorOf(() => ask(connection(url, {cluster: ca})))
    expect(message).toBe(`127.0.0.1:${elsewhere.port} (context test): its certificate is for another host`)
    expect(hint).toContain('tls-server-name')
    expect(await ask(connection(url, {cluster: {...ca, tlsServerName: 'other.example'}}))).toMatchObject({status: 200})
  })

  test('an expired certificate', async () => {
    const {message} = await userErrorOf(() => ask(connection(`https://127.0.0.1:${expired.port}`, {cluster: ca})))
    expect(message).toBe(`127.0.0.1:${expired.port} (context test): its certificate has expired`)
  })

  test('a server that does not speak it', async () => {
    const plain = await startApiServer()
    const {message} = await userErrorOf(() => ask(connection(`https://127.0.0.1:${plain.port}`, {cluster: ca})))
    expect(message).toBe(`127.0.0.1:${plain.port} (context test): it does not speak TLS`)
  })
})

describe('what the kubeconfig holds', () => {
  const url = `https://127.0.0.1:${local.port}`
  test.each<[string, Parameters<typeof connection>[1], string]>([
    ['a CA that is none', {cluster: {certificateAuthority: pem('nonsense')}}, 'its certificate is signed by an unknown authority'],
    [
      'a client certificate that is none',
      {cluster: ca, user: {clientCertificate: pem('nonsense'), clientKey: pem('nonsense')}},
      'a certificate or key of the kubeconfig is not valid PEM',
    ],
    [
      'a token that breaks off',
      {cluster: ca, user: {token: 'hu\nsh'}},
      'a token or name in the kubeconfig holds a character that cannot be sent',
    ],
  ])('%s', async (_, parts, reason) => {
    const {message} = await userErrorOf(() => ask(connection(url, parts)))
    expect(message).toBe(`127.0.0.1:${local.port} (context test): ${reason}`)
  })

  test('a client certificate that the server wants and nobody gave', async () => {
    const strict = createTlsServer({cert: own.certificate, key: own.key, ca: authority.certificate, requestCert: true}, () => {})
    strict.on('tlsClientError', () => {})
    const port = await listen(strict)
    const {message} = await userErrorOf(() => ask(connection(`https://127.0.0.1:${port}`, {cluster: ca})))
    strict.close()
    expect(message).toBe(`127.0.0.1:${port} (context test): it refuses the TLS handshake (certificate required)`)
  })
})

describe('a server that is not there', () => {
  test('a port that nothing listens on is refused at once', async () => {
    const port = await closedPort()
    const {message, hint} = await userErrorOf(() => ask(connection(`http://127.0.0.1:${port}`)))
    expect(message).toBe(`127.0.0.1:${port} (context test) cannot be reached: connection refused`)
    expect(hint).toContain('VPN')
  })

  test('one that speaks something else', async () => {
    const other = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'))
    const port = await listen(other)
    const {message} = await userErrorOf(() => ask(connection(`http://127.0.0.1:${port}`)))
    other.close()
    expect(message).toBe(`127.0.0.1:${port} (context test): it does not speak HTTP`)
  })

  test('a name that nobody knows', async () => {
    const {message} = await userErrorOf(() => ask(connection('https://no-such-host.invalid:6443')))
    expect(message).toMatch(
      /^no-such-host\.invalid:6443 \(context test\) cannot be reached: its name (is not known|could not be looked up) \(DNS\)$/,
    )
  })

  test('a port that takes connections and says nothing', async () => {
    const mute = createServer(() => {})
    const port = await listen(mute)
    const patience = {connect: 200, whole: 0, silence: 0}
    const {message} = await userErrorOf(() => ask(connection(`https://127.0.0.1:${port}`), patience))
    mute.close()
    expect(message).toBe(`127.0.0.1:${port} (context test) could not be reached within 0.2 s`)
  })

  test.each([
    ['EHOSTUNREACH', 'no route to host'],
    ['ENETUNREACH', 'network is unreachable'],
    ['EAI_AGAIN', 'its name could not be looked up (DNS)'],
  ])('%s', (code, reason) => {
    const error = Object.assign(new Error(code), {code})
    const {message} = unreachable({kind: 'error', error, isConnected: false, isStale: false}, connection('https://api.example:6443'))
    expect(message).toBe(`api.example:6443 (context test) cannot be reached: ${reason}`)
  })

  test('the default port is named too', () => {
    const lost = {kind: 'timeout', isConnected: false, after: 10_000} as const
    expect(unreachable(lost, connection('https://api.example')).message).toBe(
      'api.example:443 (context test) could not be reached within 10 s',
    )
  })
})

describe('credentials that are refused', () => {
  test('a 401 names server and context, and what the server said, but not the token', async () => {
    local.answer(status(401, 'Unauthorized'))
    const to = connection(`https://127.0.0.1:${local.port}`, {cluster: ca, user: {token: 'hush'}})
    const {message, hint} = await userErrorOf(() => ask(to))
    expect(message).toBe(`127.0.0.1:${local.port} (context test) refuses the credentials: Unauthorized (401)`)
    expect(`${message}${hint}`).not.toContain('hush')
    expect(local.requests).toHaveLength(1)
  })
})

test('a request that the server keeps to itself is no failure of the connection', async () => {
  local.answer(silence)
  const patience = {connect: 10_000, whole: 0, silence: 100}
  expect(await ask(connection(`https://127.0.0.1:${local.port}`, {cluster: ca}), patience)).toMatchObject({kind: 'failure'})
})
