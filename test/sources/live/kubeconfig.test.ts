import {spawnSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {Connection, ConnectionFlags, Environment} from '../../../src/sources/live/connection.ts'
import {readKubeConfig} from '../../../src/sources/live/kubeconfig.ts'
import type {Material} from '../../../src/sources/live/kubeconfig-entry.ts'
import {readMaterial} from '../../../src/sources/live/material.ts'
import {scratchDirectory, writeFiles} from '../scratch.ts'
import {userErrorOf} from './connections.ts'

const scratch = scratchDirectory()
const isInstalled = spawnSync('kubectl', ['version', '--client']).status === 0
if (!isInstalled) console.warn('SKIPPED: kubectl is not installed; no merging is compared with it')

const FIRST = `
current-context: one
clusters:
- name: shared
  cluster: {server: "https://first:6443/", certificate-authority: certs/ca.crt, tls-server-name: api.first}
- name: alone
  cluster: {server: "https://alone", proxy-url: "http://proxy:3128", insecure-skip-tls-verify: true}
users:
- name: admin
  user: {token: first-token}
- name: robot
  user: {client-certificate: robot.crt, client-key: ../keys/robot.key, tokenFile: /abs/token}
- name: plugin
  user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login, args: [a, b], env: [{name: A, value: b}], interactiveMode: Never}}
- name: actor
  user: {token: t, as: eve, as-groups: [g1, g2], as-uid: u, as-user-extra: {scopes: [s]}}
contexts:
- name: one
  context: {cluster: shared, user: admin, namespace: shop}
- name: files
  context: {cluster: shared, user: robot}
- name: exec
  context: {cluster: alone, user: plugin}
- name: as
  context: {cluster: alone, user: actor}
- name: nobody
  context: {cluster: alone}
`
const SECOND = `
apiVersion: v1
kind: Config
current-context: two
clusters:
- {name: shared, cluster: {server: "https://second"}}
- {name: fresh, cluster: {server: "http://10.0.0.1:8080", certificate-authority: ca.crt}}
users:
- {name: admin, user: {token: second-token, username: u}}
- {name: path, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin, args: null, env: null, interactiveMode: IfAvailable}}}
contexts:
- {name: one, context: {cluster: fresh, user: admin}}
- {name: two, context: {cluster: shared, user: path}}
`
const NO_CURRENT = 'clusters: [{name: c, cluster: {server: "https://c"}}]\ncontexts: [{name: only, context: {cluster: c, user: ""}}]\n'

writeFiles(scratch, {
  'a/first.yaml': FIRST,
  'b/second.yaml': SECOND,
  'no-current.yaml': NO_CURRENT,
  'empty.yaml': '',
  'json.yaml': JSON.stringify({
    'current-context': 'j',
    clusters: [{name: 'c', cluster: {server: 'https://j'}}],
    contexts: [{name: 'j', context: {cluster: 'c'}}],
  }),
  'a/certs/ca.crt': 'ca of a',
  'b/ca.crt': 'ca of b',
  'a/robot.crt': 'crt',
  'keys/robot.key': 'key',
  'home/.kube/config': SECOND,
})
const at = (...names: readonly string[]) => names.map((name) => join(scratch, name)).join(delimiter)

function connect(env: Environment, flags: ConnectionFlags = {}, context?: string): Connection {
  return readKubeConfig(flags, env, {serviceAccountFolder: join(scratch, 'no-account')}).connectionTo(context)
}

/** What kubectl takes of the same files: the one context with its cluster and user, and the content of their files. */
function view(env: Environment, args: readonly string[]) {
  const {stdout, stderr, status} = spawnSync('kubectl', ['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json', ...args], {
    encoding: 'utf8',
    env: {PATH: process.env['PATH'], HOME: '/nowhere', ...env},
  })
  if (status !== 0) throw new Error(stderr)
  const config = JSON.parse(stdout)
  return {
    context: config['current-context'],
    namespace: config.contexts[0].context.namespace ?? 'default',
    cluster: config.clusters[0].cluster,
    user: config.users?.[0]?.user ?? {},
  }
}

/** The same of ours, in kubectl's words. */
function viewOf({context, namespace, cluster, user}: Connection) {
  const {impersonation, exec} = user
  const stated = (fields: object) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== false))
  return {
    context,
    namespace,
    cluster: stated({
      server: cluster.server,
      'tls-server-name': cluster.tlsServerName,
      'insecure-skip-tls-verify': cluster.insecureSkipTlsVerify,
      'certificate-authority-data': contentOf(cluster.certificateAuthority),
      'proxy-url': cluster.proxyUrl,
    }),
    user: stated({
      token: user.token,
      tokenFile: user.tokenFile,
      username: user.username,
      'client-certificate-data': contentOf(user.clientCertificate),
      'client-key-data': contentOf(user.clientKey),
      as: impersonation.user,
      'as-groups': impersonation.groups.length > 0 ? impersonation.groups : undefined,
      'as-uid': impersonation.uid,
      'as-user-extra': Object.keys(impersonation.extra).length > 0 ? impersonation.extra : undefined,
      exec: exec && {
        apiVersion: exec.apiVersion,
        // kubectl shows it as it stands there, and runs it from the folder of its file.
        command: exec.command.replace(at('a/bin'), './bin'),
        args: exec.args.length > 0 ? exec.args : null,
        env: Object.keys(exec.env).length > 0 ? Object.entries(exec.env).map(([name, value]) => ({name, value})) : null,
        interactiveMode: exec.interactiveMode,
        provideClusterInfo: exec.provideClusterInfo,
      },
    }),
  }
}

function contentOf(material: Material): string | undefined {
  const text = readMaterial(material, 'file')
  return text && Buffer.from(text).toString('base64')
}

describe.runIf(isInstalled)('kubectl takes the same', () => {
  const both = at('a/first.yaml', 'b/second.yaml')
  test.each<[string, Environment, string | undefined]>([
    ['of one file', {KUBECONFIG: at('a/first.yaml')}, undefined],
    ['with paths that are relative to the file', {KUBECONFIG: at('a/first.yaml')}, 'files'],
    ['with a plugin that is relative to the file', {KUBECONFIG: at('a/first.yaml')}, 'exec'],
    ['with impersonation', {KUBECONFIG: at('a/first.yaml')}, 'as'],
    ['without a user', {KUBECONFIG: at('a/first.yaml')}, 'nobody'],
    ['of two files, where the first wins', {KUBECONFIG: both}, undefined],
    ['of two files, a context that only the second has, with a cluster that the first defines', {KUBECONFIG: both}, 'two'],
    ['of two files the other way round', {KUBECONFIG: at('b/second.yaml', 'a/first.yaml')}, undefined],
    ['of two files the other way round, a context that both have', {KUBECONFIG: at('b/second.yaml', 'a/first.yaml')}, 'one'],
    ['with a plugin that is looked up in PATH', {KUBECONFIG: at('b/second.yaml')}, 'two'],
    ['where the first file has no current context', {KUBECONFIG: at('no-current.yaml', 'b/second.yaml')}, undefined],
    ['where files are missing or empty', {KUBECONFIG: `${at('missing.yaml', 'empty.yaml', 'b/second.yaml')}${delimiter}`}, undefined],
    ['of a file that is named twice', {KUBECONFIG: at('b/second.yaml', 'b/second.yaml')}, undefined],
    ['of JSON', {KUBECONFIG: at('json.yaml')}, undefined],
    ['of the home directory', {HOME: join(scratch, 'home')}, undefined],
    ['of the home directory where KUBECONFIG is empty', {HOME: join(scratch, 'home'), KUBECONFIG: ''}, undefined],
  ])('%s', (_, env, context) => {
    expect(viewOf(connect(env, {}, context))).toEqual(view(env, context === undefined ? [] : [`--context=${context}`]))
  })

  test('with --kubeconfig, whatever KUBECONFIG names', () => {
    const env = {KUBECONFIG: at('a/first.yaml')}
    const file = at('b/second.yaml')
    expect(viewOf(connect(env, {kubeconfig: file}))).toEqual(view(env, [`--kubeconfig=${file}`]))
  })
})

describe('flags', () => {
  const env = {KUBECONFIG: at('a/first.yaml', 'b/second.yaml'), HTTPS_PROXY: 'http://everywhere:1', NO_PROXY: 'second'}

  test('the slash at the end of a server does not count, and its path does', () => {
    expect(connect(env).server).toBe('https://first:6443')
    expect(connect(env, {server: 'https://rancher/k8s/clusters/c-1/'}).server).toBe('https://rancher/k8s/clusters/c-1')
  })

  // client-go: the name in the kubeconfig is that of the kubeconfig's server.
  test('--server replaces the server, keeps the CA, and drops tls-server-name', () => {
    const {server, cluster, user} = connect(env, {server: 'https://elsewhere:443'})
    expect(server).toBe('https://elsewhere')
    expect(cluster).toMatchObject({certificateAuthority: {file: at('a/certs/ca.crt')}, tlsServerName: undefined})
    expect(user.token).toBe('first-token')
  })

  test('--cluster and --user choose other entries for the context', () => {
    const {cluster, user, namespace} = connect(env, {cluster: 'alone', user: 'robot'})
    expect([cluster.server, user.tokenFile, namespace]).toEqual(['https://alone', '/abs/token', 'shop'])
  })

  test('--token goes before what the user has', () => {
    expect(connect(env, {token: 'mine', user: 'robot'}).user).toMatchObject({token: 'mine', tokenFile: undefined})
  })

  test('--as, --as-group and --as-uid replace what the user impersonates', () => {
    const flags = {as: 'mallory', 'as-group': ['x'], 'as-uid': 'y'}
    expect(connect(env, flags, 'as').user.impersonation).toEqual({user: 'mallory', groups: ['x'], uid: 'y', extra: {scopes: ['s']}})
    expect(connect(env, {as: 'mallory'}, 'as').user.impersonation).toMatchObject({user: 'mallory', groups: ['g1', 'g2'], uid: 'u'})
  })

  test('a group cannot be impersonated without a user', async () => {
    const {hint} = await userErrorOf(() => connect(env, {'as-group': ['x']}))
    expect(hint).toBe('name the user with --as')
  })

  test('--server alone is enough; without a scheme it is http, as kubectl has it', () => {
    const nothing = {HOME: join(scratch, 'nobody')}
    const {context, server, namespace, user} = connect(nothing, {server: 'localhost:8080', token: 't'})
    expect([context, server, namespace, user.token]).toEqual(['http://localhost:8080', 'http://localhost:8080', 'default', 't'])
  })

  test('a server without a scheme is https where a CA is given', () => {
    expect(connect(env, {server: 'elsewhere:6443'}).server).toBe('https://elsewhere:6443')
  })

  test('the proxy-url of the cluster goes before HTTPS_PROXY, and NO_PROXY before that', () => {
    expect(connect(env, {}, 'as').proxy).toBe('http://proxy:3128')
    expect(connect(env).proxy).toBe('http://everywhere:1')
    expect(connect(env, {server: 'https://second'}).proxy).toBeUndefined()
  })

  // kubectl: "a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)", read by Go's ParseDuration.
  test.each([
    ['0', 0],
    ['30', 30_000],
    ['30s', 30_000],
    ['1m', 60_000],
    ['3h', 10_800_000],
    ['1m30s', 90_000],
    ['1.5s', 1500],
    ['250ms', 250],
    ['0s', 0],
  ])('--request-timeout %s', (text, milliseconds) => {
    expect(connect(env, {'request-timeout': text}).requestTimeout).toBe(milliseconds)
  })

  test.each(['soon', '-1', '-1s', '1 m', '1.5', '1d', 's', '.s', ''])('--request-timeout "%s" is refused or not stated', async (text) => {
    if (text === '') expect(connect(env, {'request-timeout': text}).requestTimeout).toBeUndefined()
    else expect((await userErrorOf(() => connect(env, {'request-timeout': text}))).message).toBe(`--request-timeout ${text} is no duration`)
  })
})

describe('the service account of a pod', () => {
  const account = join(scratch, 'account')
  writeFiles(account, {token: 'pod-token\n', 'ca.crt': 'ca', namespace: 'tools\n'})
  const pod = {KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443', HOME: join(scratch, 'nobody')}
  const connectPod = (env: Environment, flags: ConnectionFlags = {}) =>
    readKubeConfig(flags, env, {serviceAccountFolder: account}).connectionTo()

  test('is taken where there is no kubeconfig', () => {
    const {context, server, namespace, user, cluster} = connectPod(pod)
    expect([context, server, namespace]).toEqual(['in-cluster', 'https://10.0.0.1', 'tools'])
    expect([user.tokenFile, cluster.certificateAuthority.file]).toEqual([join(account, 'token'), join(account, 'ca.crt')])
  })

  test('over IPv6, and in the namespace that POD_NAMESPACE names', () => {
    const {server, namespace} = connectPod({...pod, KUBERNETES_SERVICE_HOST: 'fd00::1', POD_NAMESPACE: 'mine'})
    expect([server, namespace]).toEqual(['https://[fd00::1]', 'mine'])
  })

  test('is not where there is a kubeconfig, or a server is named', () => {
    expect(connectPod({...pod, KUBECONFIG: at('b/second.yaml')}).context).toBe('two')
    expect(connectPod(pod, {server: 'https://elsewhere'}).user.tokenFile).toBeUndefined()
  })
})

describe('what is wrong with a kubeconfig is said with its file', () => {
  const one = at('a/first.yaml')
  writeFiles(scratch, {
    'broken.yaml': 'clusters:\n- name: x\n  cluster: {server: "https://x\n',
    'list.yaml': '- a\n',
    'twice.yaml': 'users: [{name: a, user: {}}, {name: a, user: {}}]\n',
    'number.yaml': 'current-context: c\nusers: [{name: a, user: {token: 12345}}]\n',
    'dangling.yaml': `
current-context: gone
contexts:
- {name: no-cluster, context: {cluster: lost, user: u}}
- {name: no-user, context: {cluster: c, user: lost}}
- {name: no-server, context: {cluster: bare, user: u}}
- {name: bad-server, context: {cluster: bad, user: u}}
- {name: bad-proxy, context: {cluster: proxied, user: u}}
clusters:
- {name: c, cluster: {server: "https://c"}}
- {name: bare, cluster: {insecure-skip-tls-verify: true}}
- {name: bad, cluster: {server: "ftp://x"}}
- {name: proxied, cluster: {server: "https://c", proxy-url: "gopher://x"}}
users: [{name: u, user: {}}]
`,
  })
  mkdirSync(join(scratch, 'folder.yaml'))
  const dangling = at('dangling.yaml')
  const nobody = join(scratch, 'nobody')

  test.each<[string, Environment, ConnectionFlags, string | undefined, string, string]>([
    [
      'no cluster anywhere',
      {HOME: nobody},
      {},
      undefined,
      `no cluster: kubectl reads ${nobody}/.kube/config, which does not exist, and this is no pod`,
      '-f FILE',
    ],
    ['no home', {}, {}, undefined, 'no cluster: HOME is not set, and this is no pod', '-f FILE'],
    [
      'KUBECONFIG names nothing',
      {KUBECONFIG: '/no/a:/no/b'},
      {},
      undefined,
      'no cluster: KUBECONFIG names /no/a, /no/b, none of which exists, and this is no pod',
      '-f FILE',
    ],
    [
      'an empty file',
      {KUBECONFIG: at('empty.yaml')},
      {},
      undefined,
      `no cluster: ${at('empty.yaml')} defines none, and this is no pod`,
      '-f FILE',
    ],
    ['--kubeconfig of nothing', {KUBECONFIG: one}, {kubeconfig: '/no/such'}, undefined, 'there is no kubeconfig /no/such', '--kubeconfig'],
    [
      'broken YAML',
      {KUBECONFIG: at('broken.yaml')},
      {},
      undefined,
      `${at('broken.yaml')}:4:1 is not valid YAML: unexpected end of the stream within a double quoted scalar`,
      'close the quote',
    ],
    [
      'a list',
      {KUBECONFIG: at('list.yaml')},
      {},
      undefined,
      `${at('list.yaml')} is no kubeconfig: it holds no mapping of fields`,
      'kubectl config view',
    ],
    ['a directory', {KUBECONFIG: at('folder.yaml')}, {}, undefined, `cannot read ${at('folder.yaml')}: it is a directory`, '--kubeconfig'],
    ['a name twice', {KUBECONFIG: at('twice.yaml')}, {}, undefined, `${at('twice.yaml')} defines the user "a" twice`, 'rename'],
    [
      'a token that is a number',
      {KUBECONFIG: at('number.yaml')},
      {},
      undefined,
      `${at('number.yaml')}: a value of token is no text`,
      'quotes',
    ],
    [
      'an unknown context',
      {KUBECONFIG: one},
      {},
      'onee',
      `no context named onee in ${one}`,
      'known contexts: as, exec, files, nobody, one',
    ],
    [
      'a current context that is not defined',
      {KUBECONFIG: dangling},
      {},
      undefined,
      `no current context named gone in ${dangling}`,
      'known contexts: bad-proxy',
    ],
    [
      'no current context',
      {KUBECONFIG: at('no-current.yaml')},
      {},
      undefined,
      `${at('no-current.yaml')}: no current context is set`,
      '--context: only',
    ],
    [
      'a cluster that is not defined',
      {KUBECONFIG: dangling},
      {},
      'no-cluster',
      `no cluster named lost in ${dangling}, which the context no-cluster in ${dangling} names`,
      'known clusters: bad, bare, c, proxied',
    ],
    [
      'a user that is not defined',
      {KUBECONFIG: dangling},
      {},
      'no-user',
      `no user named lost in ${dangling}, which the context no-user in ${dangling} names`,
      'known users: u',
    ],
    ['--cluster of nothing', {KUBECONFIG: one}, {cluster: 'x'}, undefined, `no cluster named x in ${one}`, 'known clusters: alone, shared'],
    ['--user of nothing', {KUBECONFIG: one}, {user: 'x'}, undefined, `no user named x in ${one}`, 'known users: actor'],
    ['a cluster without a server', {KUBECONFIG: dangling}, {}, 'no-server', 'the cluster has no server', '--server'],
    ['a server that is no URL', {KUBECONFIG: dangling}, {}, 'bad-server', 'the server ftp://x is no URL', 'https://HOST:PORT'],
    ['a proxy that is none', {KUBECONFIG: dangling}, {}, 'bad-proxy', 'the proxy-url of the cluster at https://c is no proxy', 'socks5://'],
  ])('%s', async (_, env, flags, context, message, hint) => {
    const error = await userErrorOf(() => connect(env, flags, context))
    expect(error.message).toBe(message)
    expect(error.hint).toContain(hint)
  })

  test('the contexts are named', () => {
    expect(readKubeConfig({}, {KUBECONFIG: one}).contextNames).toEqual(['one', 'files', 'exec', 'as', 'nobody'])
  })
})
