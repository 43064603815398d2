import {execFile, spawn} from 'node:child_process'
import {createPrivateKey, sign} from 'node:crypto'
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import {type AddressInfo, connect, createServer} from 'node:net'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {WireObject} from '../../src/cluster/object.ts'
import {createAuthority, type Pair} from '../sources/live/certificates.ts'
import {type Arrived, type FaultyFront, openFaultyFront} from './asking/faulty-front.ts'
import {kubeconfigFor, type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {until} from './harness/api.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {objectsTogether} from './scenario/scenario.ts'
import {applyFresh} from './scenario/settlement.ts'
import {basics} from './scenario/written/basics.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Three pages of them. */
const CROWD = 1_100
const SLICES = '/apis/discovery.k8s.io/v1/namespaces/crowd/endpointslices'
const ALL = ['resolve', '-A', '-o', 'json']
const WEB = ['resolve', 'svc/web', '-n', 'basics', '-o', 'json']

interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

interface Running {
  readonly interrupt: () => void
  readonly ended: Promise<Ended>
}

let served: ServedCluster
let front: FaultyFront
/** The token that is in the kubeconfigs, and one that has ended. */
let token: string
let endedToken: string
const arrived: Arrived[] = []
const printed: string[] = []

/** The program as it is installed, with nothing of this machine's environment. */
function start(args: readonly string[], {env = {}, closesAfter = false}: {env?: NodeJS.ProcessEnv; closesAfter?: boolean} = {}): Running {
  const child = spawn(process.execPath, [`${root}bin/run.js`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {PATH: process.env['PATH'], HOME: served.file('home'), TERM: 'xterm', KUBECONFIG: served.file('live'), ...env},
  })
  const text = {stdout: '', stderr: ''}
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (part) => (text[name] += part))
  if (closesAfter) child.stdout.once('data', () => child.stdout.destroy())
  return {
    interrupt: () => child.kill('SIGINT'),
    ended: new Promise((resolve) => {
      child.on('close', (code, signal) => {
        printed.push(text.stdout, text.stderr)
        resolve({...text, code, signal})
      })
    }),
  }
}

/** With standard error on a terminal of 80 columns. */
async function atTerminal(
  args: readonly string[],
): Promise<{readonly screen: string; readonly stdout: string; readonly code: number | null}> {
  const file = served.file('answer')
  const command = `stty cols 80; exec "${process.execPath}" "${root}bin/run.js" ${args.join(' ')} > "${file}"`
  const env = {...process.env, KUBECONFIG: served.file('live'), TERM: 'xterm'}
  const child = spawn('script', ['-qec', command, '/dev/null'], {stdio: ['ignore', 'pipe', 'inherit'], env})
  let screen = ''
  child.stdout.setEncoding('utf8').on('data', (part) => (screen += part))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return {screen, stdout: readFileSync(file, 'utf8'), code}
}

async function svcscope(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return start(args, {env}).ended
}

/** The requests since the last time, oldest first. */
function arrivals(of: FaultyFront = front): readonly Arrived[] {
  const fresh = of.take()
  arrived.push(...fresh)
  return fresh
}

function arrivalsOf(what: RegExp): number {
  return arrivals().filter(({path}) => what.test(path)).length
}

/** Writes a kubeconfig of that name, and gives its path. */
function kubeconfig(
  name: string,
  {server = front.url, authority = served.file('ca.crt'), cluster = {}, user = {token}}: Said = {},
): string {
  const config = kubeconfigFor(server, authority, user)
  const [entry] = config.clusters
  const clusters = [{name: 'live', cluster: {...entry?.cluster, ...cluster}}]
  writeFileSync(served.file(name), JSON.stringify({...config, clusters}))
  return served.file(name)
}

interface Said {
  readonly server?: string
  readonly authority?: string
  readonly cluster?: Readonly<Record<string, unknown>>
  readonly user?: Readonly<Record<string, unknown>>
}

/** One line that says what is wrong, one hint, and nothing else. */
function expectRefusal({stdout, stderr, code}: Ended, error: RegExp, hint: RegExp): void {
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^error: [^\n]+\n {2}[^\n]+\n$/)
  const [first = '', second = ''] = stderr.split('\n')
  expect(first).toMatch(error)
  expect(second).toMatch(hint)
  expect(code).toBe(2)
}

/** The whole answer, as without a fault, and no word about it. */
function expectAnswer(ended: Ended, answer: string): void {
  expect(ended).toMatchObject({code: 0, stderr: ''})
  expect(ended.stdout === answer).toBe(true)
}

/** A token of a service account, signed anew with other times. */
function redate(jwt: string, end: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const payload = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
  const content = `${part({alg: 'ES256'})}.${part({...payload, iat: end - 3600, nbf: end - 3600, exp: end})}`
  const key = createPrivateKey(readFileSync(served.sandbox.file('accounts.key')))
  return `${content}.${sign('sha256', Buffer.from(content), {key, dsaEncoding: 'ieee-p1363'}).toString('base64url')}`
}

/** A credential plugin that gives the first of these the first time, …, and the last from then on; `runs` counts. */
function plugin(name: string, ...statuses: readonly object[]) {
  const said = {apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential'}
  for (const [index, status] of statuses.entries()) writeFileSync(served.file(`${name}.${index}`), JSON.stringify({...said, status}))
  writeFileSync(served.file(`${name}.runs`), '')
  const script = [
    '#!/bin/sh',
    'cd "$(dirname "$0")"',
    `n=$(wc -l < ${name}.runs); echo run >> ${name}.runs`,
    `[ -e ${name}.$n ] || n=${statuses.length - 1}`,
    `cat ${name}.$((n))`,
  ]
  writeFileSync(served.file(name), `${script.join('\n')}\n`)
  chmodSync(served.file(name), 0o755)
  const exec = {apiVersion: said.apiVersion, command: `./${name}`, interactiveMode: 'Never'}
  return {exec, runs: () => readFileSync(served.file(`${name}.runs`), 'utf8').split('\n').length - 1}
}

/** An OpenID Connect issuer that renews tokens; `bodies` is what it was sent for that. */
async function startIssuer({certificate, key}: Pair) {
  const bodies: string[] = []
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const server = https.createServer({cert: certificate, key}, async (request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.method === 'GET') return response.end(JSON.stringify({issuer, token_endpoint: `${issuer}/token`}))
    bodies.push((await request.setEncoding('utf8').toArray()).join(''))
    const now = Math.floor(Date.now() / 1000)
    const claims = {iss: issuer, aud: 'svcscope', sub: 'jane', iat: now, exp: now + 3600}
    const tokens = {access_token: 'unused', token_type: 'bearer', id_token: `${part({alg: 'RS256'})}.${part(claims)}.renewed`}
    return response.end(JSON.stringify(tokens))
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`
  return {issuer, bodies, close: () => new Promise((resolve) => server.close(resolve).closeAllConnections())}
}

/** Somebody who may do what the rules say. */
async function serviceAccount(name: string, rules: readonly object[]): Promise<string> {
  const {api} = served
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const post = async (path: string, body: object) => {
    const answer = await api.request('POST', path, body)
    expect(answer.status).toBe(201)
    return answer.body
  }
  await post('/api/v1/namespaces/default/serviceaccounts', {metadata: {name}})
  await post(`${rbac}/clusterroles`, {metadata: {name}, rules})
  const roleRef = {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name}
  await post(`${rbac}/clusterrolebindings`, {metadata: {name}, roleRef, subjects: [{kind: 'ServiceAccount', name, namespace: 'default'}]})
  return (await post(`/api/v1/namespaces/default/serviceaccounts/${name}/token`, {spec: {}})).status.token
}

/** Pods for three pages, and a Service of many ports whose endpoints are more than a pipe holds. */
function crowd(): readonly WireObject[] {
  const namespace = 'crowd'
  const labels = {app: 'crowd'}
  const running = (index: number) => ({
    phase: 'Running',
    podIP: `10.244.9.${index + 1}`,
    podIPs: [{ip: `10.244.9.${index + 1}`}],
    conditions: [{type: 'Ready', status: 'True'}],
  })
  const pods = Array.from({length: CROWD}, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: `pod-${index}`, namespace, labels},
    spec: {nodeName: 'node-a', containers: [{name: 'main', image: 'none'}]},
    ...(index < 60 && {status: running(index)}),
  }))
  const ports = Array.from({length: 20}, (_, index) => ({name: `p${index}`, port: 80 + index}))
  const service = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'crowd', namespace}, spec: {selector: labels, ports}}
  return [{apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}}, ...pods, service]
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Forgets the past of etcd, as it does every few minutes. */
async function compact(): Promise<void> {
  const socketPath = await served.sandbox.forward('etcd.sock', '127.0.0.1:2379')
  const post = (path: string, body: object) =>
    new Promise<string>((resolve, reject) => {
      const request = http.request({socketPath, path, method: 'POST'}, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part) => (text += part))
        answer.on('end', () => resolve(text))
      })
      request.on('error', reject).end(JSON.stringify(body))
    })
  const {revision} = JSON.parse(await post('/v3/kv/range', {key: 'AA=='})).header
  expect(await post('/v3/kv/compaction', {revision, physical: true})).toContain('header')
}

function newestIn(folder: string): number {
  const times = readdirSync(folder, {recursive: true, encoding: 'utf8'}).map((name) => statSync(`${folder}/${name}`).mtimeMs)
  return Math.max(...times)
}

describe.skipIf(liveProblem())('the program before a cluster that', () => {
  let all: string
  let web: string

  beforeAll(async () => {
    const main = `${root}dist/main.js`
    if (!existsSync(main) || statSync(main).mtimeMs < newestIn(`${root}src`))
      await promisify(execFile)(process.execPath, [`${root}scripts/build.js`])
    served = await startServedCluster()
    mkdirSync(served.file('home'))
    const [cert, key] = ['crt', 'key'].map((kind) => readFileSync(served.sandbox.file(`certificates/apiserver.${kind}`))) as [
      Buffer,
      Buffer,
    ]
    front = await openFaultyFront({url: served.front.url}, {cert, key})
    await applyFresh(served.api, [...objectsTogether([basics])])
    await served.api.apply(crowd())
    const minted = await serviceAccount('reader', [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}])
    const now = Math.floor(Date.now() / 1000)
    token = redate(minted, now + 3600)
    endedToken = redate(minted, now - 60)
    kubeconfig('live')
    await until('the endpoints', async () => JSON.stringify(await served.api.list(SLICES)).includes('10.244.9.60'))
    ;[all, web] = [(await svcscope(ALL)).stdout, (await svcscope(WEB)).stdout]
    expect(JSON.parse(web).data.services[0].verdict).toBe('resolved')
    // A pipe holds 64 KiB, and its reader's stream as much again.
    expect(all.length).toBeGreaterThan(300_000)
    expect(arrivalsOf(/pods\?.*continue/)).toBe(2)
  })
  afterAll(async () => {
    await front?.close()
    await served?.close()
  })

  describe('fails for a while, gives the whole answer', () => {
    async function survives(args: readonly string[], answer: string, of: RegExp): Promise<number> {
      arrivals()
      const ended = await svcscope(args)
      front.recover()
      expectAnswer(ended, answer)
      return arrivalsOf(of)
    }

    test('429 with Retry-After', async () => {
      const headers = {'retry-after': '1'}
      front.fail({kind: 'status', status: 429, message: 'too many requests', headers}, {of: /pods/, times: 2})
      expect(await survives(ALL, all, /pods/)).toBe(5)
    })

    test('500, three times', async () => {
      front.fail({kind: 'status', status: 500, message: 'etcdserver: leader changed'}, {of: /services/, times: 3})
      expect(await survives(WEB, web, /services/)).toBe(4)
    })

    test('the first connections of all are reset', async () => {
      front.fail({kind: 'reset', afterBytes: 0}, {times: 2})
      await survives(WEB, web, /./)
    })

    test('a reset in the middle of the second page', async () => {
      front.fail({kind: 'reset', afterBytes: 20_000}, {of: /pods\?.*continue/, times: 1})
      expect(await survives(ALL, all, /pods/)).toBe(4)
    })

    test('the API server itself finds the continue token too old, and gives another', async () => {
      await compact()
      // What it said of the second page, of a time that etcd knows no more.
      const age = (path: string) =>
        path.replace(/(?<=continue=)[^&]+/, (text) => {
          const stated = JSON.parse(Buffer.from(decodeURIComponent(text), 'base64url').toString())
          return Buffer.from(JSON.stringify({...stated, rv: 2})).toString('base64url')
        })
      front.fail({kind: 'rewrite', path: age}, {of: /pods\?.*continue/, times: 1})
      served.front.take()
      expect(await survives(ALL, all, /pods/)).toBe(4)
      expect(served.front.take().map(({path, status}) => (path.includes('/pods?') ? status : ''))).toContain(410)
    })

    test('a continue token that is too old with none in its place: the list is begun again', async () => {
      front.fail({kind: 'status', status: 410, message: 'The provided continue parameter is too old'}, {of: /pods\?.*continue/, times: 1})
      expect(await survives(ALL, all, /pods/)).toBe(5)
    })

    test('it is slow', async () => {
      front.fail({kind: 'delay', until: () => new Promise((resolve) => setTimeout(resolve, 300))})
      await survives(WEB, web, /./)
    })

    test('the token has ended, and a plugin renews it', async () => {
      const {exec, runs} = plugin('renews', {token: endedToken}, {token})
      const ended = await svcscope([...WEB, '--kubeconfig', kubeconfig('renewing', {user: {exec}})])
      expectAnswer(ended, web)
      expect(runs()).toBe(2)
    })
  })

  describe('cannot be asked, says so in one line', () => {
    test('500 for ever', async () => {
      front.fail({kind: 'status', status: 500, message: 'etcdserver: leader changed'})
      const ended = await svcscope(WEB)
      front.recover()
      expectRefusal(ended, /127\.0\.0\.1:\d+ \(context live\) answers nothing: etcdserver: leader changed/, /try again/)
    })

    test('it resets every connection', async () => {
      front.fail({kind: 'reset', afterBytes: 0})
      const ended = await svcscope(ALL)
      front.recover()
      expectRefusal(ended, /127\.0\.0\.1:\d+ \(context live\) was reached, but the connection was reset/, /check that the cluster runs/)
    })

    test('it takes requests and says nothing', async () => {
      front.fail({kind: 'silence'})
      const ended = await svcscope([...WEB, '--request-timeout', '1s'])
      front.recover()
      expectRefusal(ended, /127\.0\.0\.1:\d+ \(context live\) gave no answer within 1 s/, /--request-timeout/)
    })

    test('something else answers: a page to log in', async () => {
      front.fail({kind: 'page', status: 200, html: '<html>log in</html>'})
      const ended = await svcscope(WEB)
      front.recover()
      expectRefusal(ended, /answers with something other than JSON/, /login page/)
    })

    test('something else answers: no such page', async () => {
      front.fail({kind: 'page', status: 404, html: '<html>not found</html>'})
      const ended = await svcscope(ALL)
      front.recover()
      expectRefusal(ended, /is no API server: it has no \/api\/v1\/\w+/, /check the address/)
    })

    test('a token that has ended', async () => {
      const ended = await svcscope([...WEB, '--kubeconfig', kubeconfig('ended', {user: {token: endedToken}})])
      expectRefusal(ended, /refuses the credentials: Unauthorized \(401\)/, /log in again/)
    })

    test('a plugin that gives the same ended token again', async () => {
      const {exec, runs} = plugin('stubborn', {token: endedToken})
      const ended = await svcscope([...ALL, '--kubeconfig', kubeconfig('stubborn-config', {user: {exec}})])
      expectRefusal(ended, /refuses the credentials: Unauthorized \(401\)/, /log in again with .*stubborn/)
      expect(runs()).toBe(2)
    })

    test('a plugin that fails', async () => {
      const script = served.file('fails')
      writeFileSync(script, '#!/bin/sh\necho "no session: run login" >&2\nexit 3\n', {mode: 0o755})
      const exec = {apiVersion: 'client.authentication.k8s.io/v1', command: script, interactiveMode: 'Never'}
      const {stdout, stderr, code} = await svcscope([...WEB, '--kubeconfig', kubeconfig('failing', {user: {exec}})])
      expect([stdout, code]).toEqual(['', 2])
      // What the plugin says stands before, as with kubectl.
      expect(stderr).toMatch(
        /^no session: run login\nerror: the credential plugin \S+ of the context live failed \(3\): no session: run login\n {2}log in again.*\n$/,
      )
    })

    test('a wrong CA', async () => {
      writeFileSync(served.file('other.crt'), createAuthority(served.file('home'), 'other').certificate)
      const ended = await svcscope([...WEB, '--kubeconfig', kubeconfig('wrong-ca', {authority: served.file('other.crt')})])
      expectRefusal(ended, /: its certificate is signed by an unknown authority/, /certificate-authority-data/)
    })

    test('a certificate for another host', async () => {
      const config = kubeconfig('wrong-host', {cluster: {'tls-server-name': undefined}})
      expectRefusal(await svcscope([...WEB, '--kubeconfig', config]), /: its certificate is for another host/, /tls-server-name/)
    })

    test('a name that nobody knows', async () => {
      const ended = await svcscope([...WEB, '-s', 'https://nowhere.invalid:6443'])
      expectRefusal(ended, /nowhere\.invalid:6443 \(context live\) cannot be reached: its name .* \(DNS\)/, /./)
    })

    test('nobody listens', async () => {
      const ended = await svcscope([...WEB, '-s', `https://127.0.0.1:${await closedPort()}`])
      expectRefusal(ended, /cannot be reached: connection refused/, /check that the cluster runs/)
    })

    test('no route leads there', async () => {
      const {sandbox} = served
      await sandbox.exec(['ip', 'route', 'add', 'unreachable', '203.0.113.0/24'])
      const command = [process.execPath, `${root}bin/run.js`, ...WEB, '--kubeconfig', served.file('live'), '-s', 'https://203.0.113.1:6443']
      const {stdout, stderr, code} = await sandbox.exec(command, {check: false})
      expectRefusal({stdout, stderr, code, signal: null}, /203\.0\.113\.1:6443 .* cannot be reached: no route to host/, /VPN/)
    })
  })

  describe('answers in part', () => {
    test('a kind that does not come is told of, and the rest is answered', async () => {
      front.fail({kind: 'silence'}, {of: /pods/})
      const {stdout, stderr, code} = await svcscope([...WEB, '--request-timeout', '2s'])
      front.recover()
      expect(JSON.parse(stdout)).toMatchObject({
        data: {services: [{name: 'web', verdict: 'resolved'}]},
        notes: [expect.stringMatching(/pods in namespace basics.*gave no answer within 2 s/)],
      })
      expect([stderr, code]).toEqual(['', 2])
    })

    test('a list that breaks off on its second page is not taken for a whole one', async () => {
      front.fail({kind: 'status', status: 500, message: 'etcdserver: leader changed'}, {of: /pods\?.*continue/})
      const {stdout} = await svcscope(ALL)
      front.recover()
      expect(JSON.parse(stdout).notes).toEqual([expect.stringMatching(/read pods: etcdserver: leader changed/)])
    })

    test('what one may not read is a note with the rule that is missing, and no error', async () => {
      const rules = [
        {apiGroups: [''], resources: ['services', 'nodes'], verbs: ['get', 'list']},
        {apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list']},
      ]
      const user = {token: await serviceAccount('half-blind', rules)}
      const {stdout, stderr, code} = await svcscope([...WEB, '--kubeconfig', kubeconfig('half-blind-config', {user})])
      expect(JSON.parse(stdout)).toMatchObject({
        data: {services: [{name: 'web', verdict: 'resolved'}]},
        notes: [expect.stringContaining('missing RBAC rule: list on pods in namespace basics')],
      })
      expect([stderr, code]).toEqual(['', 0])
    })

    test('where one may read nothing there is no answer, and the first rule is named', async () => {
      const config = kubeconfig('blind-config', {user: {token: await serviceAccount('blind', [])}})
      const ended = await svcscope([...WEB, '--kubeconfig', config])
      expectRefusal(ended, /cannot be told: .*services web in namespace basics/, /missing RBAC rule: get on services in namespace basics/)
    })

    test('one of several contexts is down: the others are answered, and it is named', async () => {
      const config = JSON.parse(readFileSync(served.file('live'), 'utf8'))
      const down = {name: 'down', cluster: {server: `https://127.0.0.1:${await closedPort()}`}}
      const contexts = [...config.contexts, {name: 'down', context: {cluster: 'down', user: 'user'}}]
      writeFileSync(served.file('several'), JSON.stringify({...config, clusters: [...config.clusters, down], contexts}))
      const env = {KUBECONFIG: served.file('several')}
      const {stdout, stderr, code} = await svcscope([...WEB, '--context', 'live', '--context', 'down'], env)
      expect(JSON.parse(stdout).data.services).toMatchObject([{context: 'live', name: 'web', verdict: 'resolved'}])
      expect(stderr).toMatch(/^error: down: 127\.0\.0\.1:\d+ .*connection refused\n {2}[^\n]+\n$/)
      expect(code).toBe(2)
      const none = await svcscope([...WEB, '--context', 'down'], env)
      expectRefusal(none, /\(context down\) cannot be reached/, /./)
    })
  })

  describe('is asked by somebody who', () => {
    test('has had enough: Ctrl-C in the middle of a list ends at once, with nothing said', async () => {
      front.fail({kind: 'silence'}, {of: /pods\?.*continue/})
      const waiting = front.failure()
      const {interrupt, ended} = start(ALL)
      await waiting
      interrupt()
      const {stdout, code, signal} = await ended
      front.recover()
      expect(stdout).toBe('')
      // As a shell reports it, 130.
      expect(signal ?? code).toBeOneOf(['SIGINT', 130])
    })

    test('closes the pipe after the first words', async () => {
      const {stderr, code} = await start(ALL, {closesAfter: true}).ended
      expect([stderr, code]).toEqual(['', 0])
    })

    test('sits at a terminal: what is being read stands in one line, and is wiped away', async () => {
      front.fail({kind: 'delay', until: () => new Promise((resolve) => setTimeout(resolve, 400))})
      const {screen, stdout, code} = await atTerminal(ALL)
      front.recover()
      expect([stdout === all, code]).toEqual([true, 0])
      const lines = screen.split('\r\x1b[K')
      expect([lines[0], lines.at(-1)]).toEqual(['', ''])
      const shown = lines.slice(1, -1)
      expect(shown.length).toBeGreaterThan(2)
      for (const line of shown) expect(line).toMatch(/^reading: \S[^\r\n]{0,70}$/)
      // The latest first, so that it is seen whatever has come before.
      expect(shown.at(-1)).toMatch(/^reading: pods \d{4} \(3 pages\)/)
    })

    test('watches with -v: each request is named, and no secret', async () => {
      arrivals()
      const {stdout, stderr, code} = await svcscope([...WEB, '-v'])
      expect([stdout === web, code]).toEqual([true, 0])
      expect(stderr.trimEnd().split('\n')).toHaveLength(arrivals().length)
      expect(stderr).toMatch(/^(GET \/apis?\/\S+ 200 [\d.]+ k?B \d+ ms\n)+$/)
    })

    test('types something that is wrong', async () => {
      expectRefusal(await svcscope([...WEB, '--context', 'nope']), /no context named nope in /, /known contexts: live/)
      expectRefusal(await svcscope([...WEB, '--kubeconfig', '/nope']), /there is no kubeconfig \/nope/, /--kubeconfig/)
      expectRefusal(await svcscope([...WEB, '--request-timeout', '1x']), /--request-timeout 1x is no duration/, /30s/)
      expectRefusal(await svcscope([...WEB, '--token', 'wrong']), /refuses the credentials/, /log in again/)
      expectRefusal(await svcscope(['resolve', 'svc/web', '-n', 'nope']), /no Service named web in namespace nope/, /-n basics/)
    })
  })

  describe('lets in who', () => {
    /** One asks for a certificate, one takes whatever token there is. */
    let strict: FaultyFront
    let trusting: FaultyFront

    beforeAll(async () => {
      const folder = served.file('home')
      const authority = createAuthority(folder, 'clients')
      const {certificate, key} = authority.sign('jane', 'DNS:jane')
      writeFileSync(served.file('client.crt'), certificate)
      writeFileSync(served.file('client.key'), key)
      const [cert, own] = ['crt', 'key'].map((kind) => readFileSync(served.sandbox.file(`certificates/apiserver.${kind}`))) as [
        Buffer,
        Buffer,
      ]
      strict = await openFaultyFront({url: served.front.url, token}, {cert, key: own, clientAuthority: authority.certificate})
      trusting = await openFaultyFront({url: served.front.url, token}, {cert, key: own})
    })
    afterAll(async () => {
      for (const one of [strict, trusting]) {
        if (one) arrivals(one)
        await one?.close()
      }
    })

    async function lets(name: string, said: Said, args: readonly string[] = []): Promise<void> {
      expectAnswer(await svcscope([...WEB, '--kubeconfig', kubeconfig(name, said), ...args]), web)
    }

    test('has the token in a file, or on the command line', async () => {
      writeFileSync(served.file('token'), `${token}\n`)
      await lets('token-file', {user: {tokenFile: served.file('token')}})
      await lets('token-flag', {user: {}}, ['--token', token])
    })

    test('has an OIDC token that holds', () => lets('oidc', {user: {'auth-provider': {name: 'oidc', config: {'id-token': token}}}}))

    test('has an OIDC token that its issuer renews, once for all requests', async () => {
      const authority = createAuthority(served.file('home'), 'issuers')
      writeFileSync(served.file('issuers.crt'), authority.certificate)
      const {issuer, bodies, close} = await startIssuer(authority.sign('issuer', 'DNS:localhost'))
      const config = {'client-id': 'svcscope', 'idp-issuer-url': issuer, 'refresh-token': 'refreshing', 'id-token': endedToken}
      const path = kubeconfig('oidc-renewal', {server: trusting.url, user: {'auth-provider': {name: 'oidc', config}}})
      expectAnswer(await svcscope([...WEB, '--kubeconfig', path], {NODE_EXTRA_CA_CERTS: served.file('issuers.crt')}), web)
      await close()
      expect(bodies).toEqual(['refresh_token=refreshing&grant_type=refresh_token&client_id=svcscope'])
      const seen = arrivals(trusting).map(({authorization}) => authorization)
      expect(seen.length).toBeGreaterThan(3)
      expect(new Set(seen)).toEqual(new Set([expect.stringMatching(/^Bearer [\w-]+\.[\w-]+\.renewed$/)]))
    })

    test('shows a certificate, of the kubeconfig or of a plugin', async () => {
      const user = {'client-certificate': served.file('client.crt'), 'client-key': served.file('client.key')}
      await lets('certificate', {server: strict.url, user})
      const [clientCertificateData, clientKeyData] = ['crt', 'key'].map((kind) => readFileSync(served.file(`client.${kind}`), 'utf8'))
      const {exec} = plugin('certifies', {clientCertificateData, clientKeyData})
      await lets('certificate-plugin', {server: strict.url, user: {exec}})
    })

    test('shows none', async () => {
      const config = kubeconfig('no-certificate', {server: strict.url})
      expectRefusal(await svcscope([...WEB, '--kubeconfig', config]), /refuses the TLS handshake|was reset/, /./)
    })

    test('comes by a proxy', async () => {
      const targets: string[] = []
      const proxy = http.createServer().on('connect', ({url = ''}, socket) => {
        targets.push(url)
        const onward = connect(Number(new URL(front.url).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n')
          onward.pipe(socket).pipe(onward)
        })
        for (const one of [socket, onward]) one.on('error', () => [socket, onward].map((end) => end.destroy()))
      })
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
      const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
      await lets('proxied', {server: 'https://kubernetes:6443', cluster: {'proxy-url': url}})
      proxy.close()
      expect(new Set(targets)).toEqual(new Set(['kubernetes:6443']))
    })
  })

  test('was never sent anything but GET, and its tokens were never printed', () => {
    arrivals()
    expect(arrived.length).toBeGreaterThan(200)
    expect(new Set(arrived.map(({method}) => method))).toEqual(new Set(['GET']))
    const secrets = [token, endedToken].map((jwt) => jwt.split('.')[2] ?? jwt)
    expect(printed.length).toBeGreaterThan(60)
    expect(printed.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([])
    const faulty = arrived.filter(({isFaulty}) => isFaulty).length
    noteFigures(
      `faults: ${printed.length / 2} runs of the program, ${arrived.length} requests, ${faulty} of them met by a fault, all of them GET`,
    )
  })
})
