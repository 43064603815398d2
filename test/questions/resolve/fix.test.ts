import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {dump} from 'js-yaml'
import {afterAll, describe, expect, test} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import {locateFinding} from '../../../src/location.ts'
import type {Resolution} from '../../../src/questions/resolve/resolution.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import type {LocatedEdit, LocatedFinding} from '../../../src/report.ts'
import {readFiles} from '../../../src/sources/files.ts'

const directory = mkdtempSync(join(tmpdir(), 'svcscope-fix-'))
afterAll(() => rmSync(directory, {recursive: true, force: true}))

interface Answer {
  readonly verdict: string | undefined
  readonly findings: readonly LocatedFinding[]
}

/** Asks about the one Service of a text, read from a file. */
async function ask(text: string, name = 'input.yaml'): Promise<Answer> {
  const file = join(directory, name)
  writeFileSync(file, text)
  return answer(await readFiles({filenames: [file]}, {stdin: Readable.from([])}))
}

async function answer(input: Awaited<ReturnType<typeof readFiles>>): Promise<Answer> {
  expect(input.problems).toEqual([])
  const report = resolve(buildCluster(input, 'default'), {targets: [], namespace: undefined, selector: undefined})
  const findings: LocatedFinding[] = []
  for (const finding of report.findings) findings.push(await locateFinding(finding, input.locate))
  return {verdict: (report.data as Resolution).services[0]?.verdict, findings}
}

/** Puts the lines of a patch into a text as `patch` would: what it takes away must stand there. */
function applied(text: string, edits: readonly LocatedEdit[]): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text.split(/\r?\n/)
  for (const {line, remove, add} of edits.toSorted((a, b) => b.line - a.line)) {
    expect(lines.slice(line - 1, line - 1 + remove.length)).toEqual(remove)
    lines.splice(line - 1, remove.length, ...add)
  }
  return lines.join(end)
}

/** Applies patches until none is printed. Each must take its own finding away. */
async function mend(text: string, name?: string): Promise<string> {
  let current = text
  for (let round = 0; round < 4; round++) {
    const before = await ask(current, name)
    const finding = before.findings.find(({fix}) => fix?.edits)
    if (!finding?.fix?.edits) return current
    current = applied(current, finding.fix.edits)
    const after = await ask(current, name)
    expect(after.findings.map(({rule, message}) => [rule, message])).not.toContainEqual([finding.rule, finding.message])
  }
  return current
}

/** The text after its patches, which must have made the Service whole. */
async function mended(text: string, name?: string): Promise<string> {
  expect((await ask(text, name)).findings).not.toEqual([])
  const result = await mend(text, name)
  expect(await ask(result, name)).toEqual({verdict: 'resolved', findings: []})
  return result
}

type Fields = Readonly<Record<string, unknown>>

function service(selector: Fields, ports: readonly Fields[] = [{port: 80}]): Fields {
  return {apiVersion: 'v1', kind: 'Service', metadata: {name: 'web'}, spec: {selector, ports}}
}

function deployment(labels: Fields, more: {own?: Fields; bound?: Fields; ports?: readonly Fields[]; replicas?: number} = {}): Fields {
  const {own, bound = labels, ports, replicas} = more
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'web', ...(own && {labels: own})},
    spec: {
      ...(replicas !== undefined && {replicas}),
      selector: {matchLabels: bound},
      template: {metadata: {labels}, spec: {containers: [{name: 'app', image: 'app:1', ...(ports && {ports})}]}},
    },
  }
}

function without(object: Fields, ...path: readonly string[]): Fields {
  const [key = '', ...below] = path
  if (below.length > 0) return {...object, [key]: without(object[key] as Fields, ...below)}
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== key))
}

const http = {name: 'http', containerPort: 8080}
const web = {app: 'web'}

const BROKEN: Readonly<Record<string, readonly Fields[]>> = {
  'a typo in the selector': [service({app: 'wbe', tier: 'front'}), deployment({app: 'web', tier: 'front'})],
  'two typos in one selector': [service({app: 'chekout', tier: 'frnot'}), deployment({app: 'checkout', tier: 'front'})],
  'upper and lower case of a key': [service({App: '1', x: 'true'}), deployment({app: '1', x: 'true'})],
  'another key': [service({'k8s-app': 'web'}), deployment({app: 'web'})],
  'another key that the selector already has': [service({app: 'web', component: 'web'}), deployment(web)],
  'a value that must be quoted': [service({app: 'web', version: '1.1'}), deployment({app: 'web', version: '1.10'})],
  'a label that the pods lack': [service({app: 'web', tier: 'front'}), deployment(web)],
  'a missing label whose value reads like a number': [service({app: 'web', 'a.b/on': '010'}), deployment(web)],
  'labels on the workload itself, a template with others': [service(web), deployment({tier: 'x'}, {own: web, bound: {tier: 'x'}})],
  'a label bound by the workload': [service(web), deployment({app: 'foo'}, {own: web})],
  'a label with another value that is not bound': [
    service({app: 'web', tier: 'front'}),
    deployment({tier: 'back', id: 'x'}, {own: {app: 'web', tier: 'front'}, bound: {id: 'x'}}),
  ],
  'a template without labels': [service(web), without(deployment(web, {own: web}), 'spec', 'template', 'metadata', 'labels')],
  'a template without metadata': [
    service({app: 'web', tier: 'a'}),
    without(deployment(web, {own: {app: 'web', tier: 'a'}}), 'spec', 'template', 'metadata'),
  ],
  'no replicas': [service(web), deployment(web, {replicas: 0})],
  'a port name with a typo': [service(web, [{port: 80, targetPort: 'htpp'}]), deployment(web, {ports: [http]})],
  'two port names with typos': [
    service(web, [
      {name: 'a', port: 80, targetPort: 'htpp'},
      {name: 'b', port: 81, targetPort: 'metrcis'},
    ]),
    deployment(web, {ports: [http, {name: 'metrics', containerPort: 9090}]}),
  ],
  'a number in quotes': [service(web, [{port: 80, targetPort: '8080'}]), deployment(web, {ports: [http]})],
  'a protocol that is not stated': [
    service(web, [{port: 53, targetPort: 'dns'}]),
    deployment(web, {ports: [{name: 'dns', containerPort: 53, protocol: 'UDP'}]}),
  ],
  'the wrong protocol': [
    service(web, [{name: 'dns', protocol: 'TCP', port: 53, targetPort: 'dns'}]),
    deployment(web, {ports: [{name: 'dns', containerPort: 53, protocol: 'UDP'}]}),
  ],
  'a port name that one of two workloads lacks': [
    service(web, [{port: 80, targetPort: 'http'}]),
    deployment(web, {ports: [http]}),
    {...deployment(web, {ports: [{name: 'web', containerPort: 80}]}), metadata: {name: 'other'}},
  ],
  'a suspended Job': [
    service({'job-name': 'web'}),
    {
      ...deployment({a: 'b'}),
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: {suspend: true, template: {spec: {containers: [{name: 'c', image: 'x'}]}}},
    },
  ],
}

const asYaml = (objects: readonly Fields[], options: Parameters<typeof dump>[1] = {}) =>
  objects.map((object) => dump(object, {lineWidth: -1, noRefs: true, ...options})).join('---\n')
const inLists = (objects: readonly Fields[]) => ({apiVersion: 'v1', kind: 'List', items: objects})

const STYLES: Readonly<Record<string, (objects: readonly Fields[]) => string>> = {
  'block style': (objects) => asYaml(objects),
  'flow style': (objects) => asYaml(objects, {flowLevel: 1}),
  'flow style from the third level on': (objects) => asYaml(objects, {flowLevel: 3}),
  'flow style with quoted keys, dense': (objects) => asYaml(objects, {flowLevel: 2, condenseFlow: true}),
  'single quotes': (objects) => asYaml(objects, {forceQuotes: true}),
  'double quotes': (objects) => asYaml(objects, {forceQuotes: true, quotingType: '"'}),
  'lists in the margin': (objects) => asYaml(objects, {noArrayIndent: true}),
  'comments after every value': (objects) => asYaml(objects).replaceAll(/^(?!---)(.+)$/gm, '$1 # "app: {web}"'),
  'comments between the lines': (objects) => asYaml(objects).replaceAll(/^(?!---)(.+)$/gm, '# app: web\n$1'),
  CRLF: (objects) => asYaml(objects).replaceAll('\n', '\r\n'),
  'a List': (objects) => asYaml([inLists(objects)]),
  'dense JSON': (objects) => JSON.stringify(inLists(objects)),
  'JSON in one line with spaces': (objects) => JSON.stringify(inLists(objects), null, 1).replaceAll(/\n\s*/g, ' '),
  'JSON on many lines': (objects) => JSON.stringify(inLists(objects), null, 2),
  'several JSON documents': (objects) => objects.map((object) => JSON.stringify(object, null, '\t')).join('\n'),
}

describe.each(Object.entries(STYLES))('in %s a patch mends', (style, write) => {
  test.each(Object.entries(BROKEN))('%s', async (_, objects) => {
    const isJson = style.includes('JSON')
    const result = await mended(write(objects), isJson ? 'input.json' : 'input.yaml')
    if (isJson && !style.startsWith('several')) expect(() => JSON.parse(result)).not.toThrow()
  })
})

const spec = 'containers: [{name: c, image: x}]'

/** A Service and a Pod, each by one line of text. */
function written(selector: string, labels: string, ports = '[{port: 80}]'): string {
  return `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: ${selector}
  ports: ${ports}
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: ${labels}
spec: {${spec}}
`
}

/** A Service for app=web, and a Deployment that has the label and whose template is the text. */
function template(text: string): string {
  return `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  selector: {matchLabels: {id: x}}
  template:
${text}
    spec: {${spec}}
`
}

/** What a person writes and no program does: the text, and a line that the mended text must have. */
const WRITTEN: Readonly<Record<string, readonly [text: string, line: string]>> = {
  'a number that the value only begins with': [
    written('{app: w, version: 1.10}', '{app: w, version: "1.10"}'),
    '  selector: {app: w, version: "1.10"}',
  ],
  'a number that no quotes make text': [written('{version: 2} # two', '{version: "2"}'), '  selector: {version: "2"} # two'],
  'a word that is a boolean': [written('{app: n}', '{app: "n"}'), '  selector: {app: "n"}'],
  'a pod label that is a number': [
    `${template('    metadata: {labels: {id: x, app: web, version: 1.10}}')}`.replace(
      '{selector: {app: web}',
      '{selector: {app: web, version: "1.10"}',
    ),
    '    metadata: {labels: {id: x, app: web, version: "1.10"}}',
  ],
  'a value whose key says the same': [written('{web: wbe, wbe: web}', '{web: web, wbe: web}'), '  selector: {web: web, wbe: web}'],
  'a value with an anchor': [written('{app: &app wbe, tier: a}', '{app: web, tier: a}'), '  selector: {app: &app web, tier: a}'],
  'spaces inside the brackets': [written('{ app: web, tier: a }', '{ app: web }'), '  labels: { tier: a, app: web }'],
  'brackets over several lines': [written('{app: web, tier: a}', '{\n    app: web,\n  }'), '    tier: a,'],
  'brackets over several lines, quoted': [written('{app: web, tier: a}', '{\n    "app": "web"\n  }'), '    "tier": "a",'],
  'a text in quotes that looks like a comment': [
    written('{app: web}', '{app: web}', '[{name: "a#1", port: 80, targetPort: "8080"}, {name: b, port: 81} ]'),
    '  ports: [{name: "a#1", port: 80, targetPort: 8080}, {name: b, port: 81} ]',
  ],
  'no labels but the key': [template('    metadata:\n      labels:'), '      labels: {app: web}'],
  'no labels but the key and a comment': [template('    metadata:\n      labels: # none'), '      labels: {app: web} # none'],
  'labels that are null': [template('    metadata:\n      labels: null'), '      labels: {app: web}'],
  'labels that are ~ in brackets': [template('    metadata: {labels: ~, name: x}'), '    metadata: {labels: {app: web}, name: x}'],
  'empty labels': [template('    metadata:\n      labels: {}'), '      labels: {app: web}'],
  'empty metadata': [template('    metadata:'), '    metadata: {labels: {app: web}}'],
  'metadata without labels': [template('    metadata:\n      annotations: {a: b}'), '        app: web'],
  'a key that stands twice': [written('{app: checkout, app: chekout}', '{app: checkout}'), '  selector: {app: checkout, app: checkout}'],
}

test.each(Object.entries(WRITTEN))('a patch of a text with %s mends it, and looks as a person would write it', async (_, [text, line]) => {
  expect((await mended(text)).split('\n')).toContain(line)
})

describe('there is no patch', () => {
  test('for a value that an alias brings: it would change the other place too', async () => {
    const text = template('    metadata: {labels: *labels}').replace('{id: x}', '&labels {id: x}')
    const {findings} = await ask(text)
    expect(findings).toMatchObject([{rule: 'routing/labels-not-on-template', fix: {description: expect.any(String)}}])
    expect(findings[0]?.fix?.edits).toBeUndefined()
  })

  test('where only one of two ports can be mended', async () => {
    const ports = [
      {name: 'a', port: 80, targetPort: 'htpp'},
      {name: 'b', port: 81, targetPort: 'completely-else'},
    ]
    const {findings} = await ask(asYaml([service(web, ports), deployment(web, {ports: [http, {name: 'metrics', containerPort: 9090}]})]))
    expect(findings).toMatchObject([{rule: 'routing/target-port-name'}])
    expect(findings[0]?.fix?.edits).toBeUndefined()
  })

  test('for a protocol that the same port number has already', async () => {
    const ports = [
      {name: 'udp', port: 53, targetPort: 'dns', protocol: 'UDP'},
      {name: 'tcp', port: 53, targetPort: 'dns', protocol: 'TCP'},
    ]
    const dns = {name: 'dns', containerPort: 53, protocol: 'UDP'}
    const {findings} = await ask(asYaml([service(web, ports), deployment(web, {ports: [dns]})]))
    expect(findings).toMatchObject([{rule: 'routing/target-port-protocol'}])
    expect(findings[0]?.fix?.edits).toBeUndefined()
  })

  test('that takes the name of a port from another port of the Service', async () => {
    const ports = [
      {name: 'a', port: 80, targetPort: 'http'},
      {name: 'b', port: 81, targetPort: 'metrics'},
    ]
    const other = {...deployment(web, {ports: [http]}), metadata: {name: 'other'}}
    const both = deployment(web, {ports: [http, {name: 'metrics', containerPort: 9090}]})
    const {findings} = await ask(asYaml([service(web, ports), both, other]))
    expect(findings).toMatchObject([{rule: 'routing/target-port-name'}])
    expect(findings[0]?.fix?.edits).toBeUndefined()
  })
})

/** As `kubectl get -o yaml` prints it. */
function live(object: Fields, status?: Fields): Fields {
  return {...object, metadata: {...(object['metadata'] as Fields), namespace: 'shop', uid: 'd9b2'}, ...(status && {status})}
}

const running = {phase: 'Running', podIP: '10.0.0.1', conditions: [{type: 'Ready', status: 'True'}]}

function pod(labels: Fields, owner?: Fields): Fields {
  const metadata = {name: 'web-1', labels, ...(owner && {ownerReferences: [{controller: true, ...owner}]})}
  return live({apiVersion: 'v1', kind: 'Pod', metadata, spec: {containers: [{name: 'c', image: 'x', ports: [http]}]}}, running)
}

/** The fix of the one finding. */
async function fixOf(...objects: readonly Fields[]) {
  const {findings} = await ask(asYaml(objects))
  expect(findings).toHaveLength(1)
  return findings[0]?.fix
}

describe('what runs in a cluster is mended by a command and no patch', () => {
  const merge = (target: string, patch: unknown) => `kubectl -n shop patch ${target} --type merge -p '${JSON.stringify(patch)}'`

  test('the selector of a Service', async () => {
    const fix = await fixOf(live(service({app: 'chekout'})), pod({app: 'checkout'}))
    expect(fix?.edits).toBeUndefined()
    expect(fix?.command).toBe(merge('svc web', {spec: {selector: {app: 'checkout'}}}))
  })

  test('a key of its selector, the old one taken away', async () => {
    const fix = await fixOf(live(service({'k8s-app': 'checkout'})), pod({app: 'checkout'}))
    expect(fix?.command).toBe(merge('svc web', {spec: {selector: {'k8s-app': null, app: 'checkout'}}}))
  })

  test('a port of a Service, which is in a list', async () => {
    const fix = await fixOf(live(service(web, [{port: 80, targetPort: 'htpp'}])), pod(web))
    const patch = [{op: 'replace', path: '/spec/ports/0/targetPort', value: 'http'}]
    expect(fix?.command).toBe(`kubectl -n shop patch svc web --type json -p '${JSON.stringify(patch)}'`)
  })

  test('the labels of a pod, in the template of its workload', async () => {
    const selector = {app: 'web', tier: 'front'}
    const labels = {spec: {template: {metadata: {labels: {tier: 'front'}}}}}
    const owned = pod(web, {kind: 'StatefulSet', name: 'db'})
    expect((await fixOf(live(service(selector)), owned))?.command).toBe(merge('sts db', labels))
    expect((await fixOf(live(service(selector)), live(deployment(web))))?.command).toBe(merge('deploy web', labels))
    expect((await fixOf(live(service(selector)), pod(web)))?.command).toBe(merge('pod web-1', {metadata: {labels: {tier: 'front'}}}))
  })

  test('but not the template of a Job, which is immutable', async () => {
    const fix = await fixOf(live(service({app: 'web', tier: 'front'})), pod(web, {kind: 'Job', name: 'once'}))
    expect(fix).toEqual({description: expect.stringContaining('tier=front')})
  })

  test('a Deployment without replicas is scaled, a suspended Job and CronJob go on', async () => {
    expect((await fixOf(live(service(web)), live(deployment(web, {replicas: 0}))))?.command).toBe(
      'kubectl -n shop scale deploy/web --replicas=1',
    )
    const jobSpec = {suspend: true, template: {metadata: {labels: web}, spec: {containers: [{name: 'c', image: 'x'}]}}}
    const job = live({apiVersion: 'batch/v1', kind: 'Job', metadata: {name: 'web'}, spec: jobSpec})
    expect((await fixOf(live(service(web)), job))?.command).toBe(merge('job web', {spec: {suspend: false}}))
    const cronSpec = {suspend: true, schedule: '* * * * *', jobTemplate: {spec: {...jobSpec, suspend: false}}}
    const cronJob = live({apiVersion: 'batch/v1', kind: 'CronJob', metadata: {name: 'web'}, spec: cronSpec})
    expect((await fixOf(live(service(web)), cronJob))?.command).toBe(merge('cj web', {spec: {suspend: false}}))
  })

  test('standard input counts as that, for there is no file to patch', async () => {
    const text = asYaml([service({app: 'chekout'}), deployment({app: 'checkout'})])
    const {findings} = await answer(await readFiles({filenames: ['-']}, {stdin: Readable.from([Buffer.from(text)])}))
    expect(findings).toMatchObject([
      {fix: {command: `kubectl -n default patch svc web --type merge -p '{"spec":{"selector":{"app":"checkout"}}}'`}},
    ])
    expect(findings[0]?.fix?.edits).toBeUndefined()
  })

  test('names of the input mean nothing to a shell', async () => {
    const odd = {...service({app: 'chekout'}), metadata: {name: "x'; id #"}}
    const fix = await fixOf(live(odd), pod({app: "check'out"}))
    const patch = `'{"spec":{"selector":{"app":"check'\\''out"}}}'`
    expect(fix?.command).toBe(`kubectl -n shop patch svc 'x'\\''; id #' --type merge -p ${patch}`)
  })
})
