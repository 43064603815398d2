import {chmodSync, readFileSync, rmSync} from 'node:fs'
import type {IncomingMessage} from 'node:http'
import {join} from 'node:path'
import type {TLSSocket} from 'node:tls'
import {beforeEach, describe, expect, test} from 'vitest'
import {openApiClient} from '../../../src/sources/live/api-client.ts'
import type {Connection} from '../../../src/sources/live/connection.ts'
import {readExecPlugin} from '../../../src/sources/live/exec-plugin-entry.ts'
import type {ClusterEntry, UserEntry} from '../../../src/sources/live/kubeconfig-entry.ts'
import type {Pace} from '../../../src/sources/live/retry.ts'
import {scratchDirectory, writeFiles} from '../scratch.ts'
import {json, startApiServer, status} from './api-server.ts'
import {createAuthority} from './certificates.ts'
import {connection, fastPace, pem, userErrorOf} from './connections.ts'

const folder = scratchDirectory()
const authority = createAuthority(folder, 'ca')
const clients = createAuthority(folder, 'clients')
const server = await startApiServer({...authority.sign('api', 'IP:127.0.0.1'), clientAuthority: clients.certificate})
const plain = await startApiServer()
const V1 = 'client.authentication.k8s.io/v1'

/** What the server saw of each request. */
let seen: {readonly headers: IncomingMessage['headers']; readonly raw: readonly string[]; readonly certificate: unknown}[]
beforeEach(() => {
  seen = []
  const keep =
    (next: ReturnType<typeof json>): ReturnType<typeof json> =>
    (request, response) => {
      const {subject} = (request.socket as Partial<TLSSocket>).getPeerCertificate?.() ?? {}
      seen.push({headers: request.headers, raw: request.rawHeaders, certificate: (subject as {CN?: string} | undefined)?.CN})
      next(request, response)
    }
  server.answer(keep(json({})))
  plain.answer(keep(json({})))
})

function as(user: Partial<UserEntry>, cluster: Partial<ClusterEntry> = {}): Connection {
  return connection(`https://127.0.0.1:${server.port}`, {cluster: {certificateAuthority: pem(authority.certificate), ...cluster}, user})
}

async function open(to: Connection, {pace = fastPace(), say}: {readonly pace?: Pace; readonly say?: (line: string) => void} = {}) {
  const client = await openApiClient(to, {pace, say})
  return {get: () => client.get('/version', {}, {signal: new AbortController().signal}), close: client.close}
}

async function ask(to: Connection, options: Parameters<typeof open>[1] = {}): Promise<void> {
  const client = await open(to, options)
  try {
    await client.get()
  } finally {
    client.close()
  }
}

const authorizations = () => seen.map(({headers}) => headers.authorization)

describe('credentials of the kubeconfig', () => {
  test('a token is sent', async () => {
    await ask(as({token: 'abc'}))
    expect(authorizations()).toEqual(['Bearer abc'])
  })

  test('a name and password are sent', async () => {
    await ask(as({username: 'eve', password: 'pass:word'}))
    expect(authorizations()).toEqual([`Basic ${Buffer.from('eve:pass:word').toString('base64')}`])
  })

  test('a client certificate is shown', async () => {
    const {certificate, key} = clients.sign('eve', 'DNS:eve')
    await ask(as({clientCertificate: pem(certificate), clientKey: pem(key)}))
    expect(seen.map(({certificate: shown, headers}) => [shown, headers.authorization])).toEqual([['eve', undefined]])
  })

  test('nothing is sent where nothing is stated', async () => {
    await ask(as({}))
    expect(seen.map(({certificate, headers}) => [certificate, headers.authorization])).toEqual([[undefined, undefined]])
  })

  // client-go: "only try to read the auth information if we are secure"
  test('none are sent in the clear', async () => {
    const user = {token: 'abc', username: 'eve', password: 'x', exec: readExecPlugin({apiVersion: V1, command: '/no/such'}, folder)}
    await ask(connection(`http://127.0.0.1:${plain.port}`, {user}))
    expect(authorizations()).toEqual([undefined])
  })

  test('a token file is read, and again after a minute', async () => {
    writeFiles(folder, {token: 'first\n'})
    const pace = fastPace()
    const client = await open(as({tokenFile: join(folder, 'token')}), {pace})
    await client.get()
    writeFiles(folder, {token: 'second\n'})
    await client.get()
    await pace.sleep(60_000, new AbortController().signal)
    await client.get()
    client.close()
    expect(authorizations()).toEqual(['Bearer first', 'Bearer first', 'Bearer second'])
  })

  test('a file that is missing is named', async () => {
    const {message} = await userErrorOf(() => ask(as({tokenFile: '/no/token'})))
    expect(message).toBe('cannot read the token /no/token: no such file')
    const missing = {certificateAuthority: {data: undefined, file: '/no/ca'}}
    expect((await userErrorOf(() => ask(as({}, missing)))).message).toBe('cannot read the certificate authority /no/ca: no such file')
  })

  test('an OIDC token that holds is sent', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = `${part({alg: 'none'})}.${part({exp: Date.now() / 1000 + 3600})}.x`
    await ask(as({authProvider: {name: 'oidc', config: {'id-token': token}}}))
    expect(authorizations()).toEqual([`Bearer ${token}`])
  })

  test.each([
    ['azure', 'kubelogin'],
    ['gcp', 'gke-gcloud-auth-plugin'],
    ['openstack', 'exec plugin'],
  ])('the auth-provider %s is refused, and what to use instead is named', async (name, hint) => {
    const error = await userErrorOf(() => ask(as({authProvider: {name, config: {}}})))
    expect(error.message).toContain(`the auth-provider ${name}`)
    expect(error.hint).toContain(hint)
    expect(seen).toEqual([])
  })
})

// kubernetes.io, Authentication: "User impersonation".
test('who is impersonated stands in headers', async () => {
  const extra = {scopes: ['view', 'dev'], 'acme.com/project?': ['näme']}
  await ask(as({token: 'abc', impersonation: {user: 'jane', groups: ['developers', 'admins'], uid: '06f6', extra}}))
  const raw = seen[0]?.raw ?? []
  const sent = raw.flatMap((name, index) => (index % 2 === 0 && name.startsWith('Impersonate') ? [[name, raw[index + 1]]] : []))
  expect(sent).toEqual([
    ['Impersonate-User', 'jane'],
    ['Impersonate-Group', 'developers'],
    ['Impersonate-Group', 'admins'],
    ['Impersonate-Uid', '06f6'],
    ['Impersonate-Extra-scopes', 'view'],
    ['Impersonate-Extra-scopes', 'dev'],
    ['Impersonate-Extra-acme.com%2Fproject%3F', Buffer.from('näme').toString('latin1')],
  ])
  expect(authorizations()).toEqual(['Bearer abc'])
})

describe('an exec plugin', () => {
  const runs = join(folder, 'runs')
  beforeEach(() => rmSync(runs, {force: true}))
  const infos = (): readonly Record<string, unknown>[] =>
    readFileSync(runs, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))

  /** A plugin that writes down what it was told and answers with the status; `$n` in it is the number of the run. */
  function plugin(answer: string, more: object = {}, script = '') {
    const body = `#!/bin/sh\necho "$KUBERNETES_EXEC_INFO" >> ${runs}\nn=$(wc -l < ${runs} | tr -d ' ')\n${script}\ncat <<END\n${answer}\nEND\n`
    writeFiles(folder, {'bin/plugin': body})
    chmodSync(join(folder, 'bin/plugin'), 0o755)
    return {exec: readExecPlugin({apiVersion: V1, command: './bin/plugin', interactiveMode: 'IfAvailable', ...more}, folder)}
  }
  const credential = (state: string, apiVersion = V1) => `{"kind": "ExecCredential", "apiVersion": "${apiVersion}", "status": ${state}}`
  const numbered = credential('{"token": "run-$n"}')

  test('is found beside its kubeconfig, told its API version, and asked once for many requests at a time', async () => {
    const client = await open(as(plugin(numbered)))
    await Promise.all([client.get(), client.get(), client.get()])
    await client.get()
    client.close()
    expect(authorizations()).toEqual(Array(4).fill('Bearer run-1'))
    expect(infos()).toEqual([{kind: 'ExecCredential', apiVersion: V1, spec: {interactive: false}}])
  })

  test('is told of the cluster where it wants to be', async () => {
    const about = {tlsServerName: undefined, execConfig: {audience: 'x'}}
    await ask(as(plugin(numbered, {provideClusterInfo: true}), about))
    expect(infos()[0]?.['spec']).toEqual({
      interactive: false,
      cluster: {
        server: `https://127.0.0.1:${server.port}`,
        'certificate-authority-data': Buffer.from(authority.certificate).toString('base64'),
        config: {audience: 'x'},
      },
    })
  })

  test('gets its arguments and environment, and never standard input', async () => {
    const more = {args: ['one', 'two words'], env: [{name: 'COLOR', value: 'blue'}]}
    // With a standard input that is open, cat would wait for ever.
    await ask(as(plugin(credential('{"token": "$1/$2/$COLOR/$got"}'), more, 'got=$(cat)')))
    expect(authorizations()).toEqual(['Bearer one/two words/blue/'])
  })

  test('is asked again when its credential has expired', async () => {
    const pace = fastPace()
    const client = await open(as(plugin(credential('{"token": "run-$n", "expirationTimestamp": "2026-01-01T01:00:00Z"}'))), {pace})
    await client.get()
    await client.get()
    await pace.sleep(3_600_000, new AbortController().signal)
    await client.get()
    client.close()
    expect(authorizations()).toEqual(['Bearer run-1', 'Bearer run-1', 'Bearer run-2'])
  })

  /** A server that takes the tokens from a run on. */
  const takes = (first: number) =>
    server.answer((request, response) => {
      const run = Number(/run-(\d+)/.exec(request.headers.authorization ?? '')?.[1])
      ;(run >= first ? json({}) : status(401, 'Unauthorized'))(request, response)
    })

  test('is asked once more after a 401, however many requests got one', async () => {
    takes(2)
    const client = await open(as(plugin(numbered)))
    const answers = await Promise.all([client.get(), client.get(), client.get()])
    client.close()
    expect(answers).toMatchObject(Array(3).fill({status: 200}))
    expect(infos()).toHaveLength(2)
  })

  test('is not asked a third time', async () => {
    takes(9)
    const {message, hint} = await userErrorOf(() => ask(as(plugin(numbered))))
    expect(message).toContain('refuses the credentials: Unauthorized (401)')
    expect(hint).toBe(`log in again with ${join(folder, 'bin/plugin')}`)
    expect([infos().length, server.requests.length]).toEqual([2, 2])
  })

  test('may give a client certificate', async () => {
    const {certificate, key} = clients.sign('plugin', 'DNS:plugin')
    await ask(as(plugin(credential(JSON.stringify({clientCertificateData: certificate, clientKeyData: key}).replaceAll('\\', '\\\\')))))
    expect(seen.map(({certificate: shown, headers}) => [shown, headers.authorization])).toEqual([['plugin', undefined]])
  })

  // client-go: plugins are for those who have no other credentials.
  test('is left alone where there is a token', async () => {
    await ask(as({...plugin(numbered), token: 'mine'}))
    expect(authorizations()).toEqual(['Bearer mine'])
    expect(() => infos()).toThrow('ENOENT')
  })

  test('may say where to log in', async () => {
    const said: string[] = []
    await ask(as(plugin(numbered, {}, 'echo "open https://login.example and enter X1" >&2')), {say: (line) => said.push(line)})
    expect(said).toEqual(['open https://login.example and enter X1'])
  })

  test('is ended with everything else', async () => {
    const abort = new AbortController()
    const client = await openApiClient(as(plugin(numbered, {}, 'echo waiting >&2; exec sleep 60')), {
      pace: fastPace(),
      signal: abort.signal,
      say: () => abort.abort(new Error('enough')),
    })
    await expect(client.get('/version', {}, {signal: abort.signal})).rejects.toThrow('enough')
    client.close()
  })

  test('that is not installed gives its installHint', async () => {
    const exec = readExecPlugin(
      {apiVersion: V1, command: 'no-such-plugin', installHint: '\nInstall it from https://example.com\nthen log in'},
      folder,
    )
    const {message, hint} = await userErrorOf(() => ask(as({exec})))
    expect(message).toBe('the credential plugin no-such-plugin of the context test is not installed')
    expect(hint).toBe('Install it from https://example.com')
  })

  const name = `the credential plugin ${join(folder, 'bin/plugin')} of the context test`
  test.each([
    ['fails', numbered, {}, 'echo warning >&2; echo "please log in" >&2; exit 3', `${name} failed (3): please log in`],
    ['fails and says nothing', numbered, {}, 'exit 1', `${name} failed (1)`],
    ['prints no JSON', 'token: x', {}, '', `${name} answered what is no ExecCredential`],
    ['gives nothing', credential('{}'), {}, '', `${name} gave neither a token nor a certificate`],
    ['gives half a certificate', credential('{"clientKeyData": "x"}'), {}, '', `${name} gave a certificate or a key, not both`],
    ['speaks another version', credential('{"token": "x"}', 'a/v2'), {}, '', `${name} answers with apiVersion a/v2, not ${V1}`],
    [
      'wants a version that is no more',
      numbered,
      {apiVersion: 'a/v1alpha1'},
      '',
      `${name} wants apiVersion a/v1alpha1, which is not known`,
    ],
    [
      'must ask on the terminal',
      numbered,
      {interactiveMode: 'Always'},
      '',
      `${name} wants to ask on the terminal (interactiveMode: Always)`,
    ],
  ])('that %s', async (_, answer, more, script, message) => {
    expect((await userErrorOf(() => ask(as(plugin(answer, more, script))))).message).toBe(message)
    expect(seen).toEqual([])
  })
})
