import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readdirSync, readFileSync, readlinkSync, rmSync} from 'node:fs'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {until} from './harness/api.ts'
import {startControlPlane} from './harness/control-plane.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'

const HERE = new URL('.', import.meta.url)

/** PID namespaces with their processes, as this machine sees them. */
function processesByNamespace(): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const namespace = readlinkSync(`/proc/${name}/ns/pid`)
      found.set(namespace, [...(found.get(namespace) ?? []), Number(name)])
    } catch {
      // It ended while we looked.
    }
  }
  return found
}

/** What a run could leave on the machine: names of network namespaces, network devices, mounts, files in the places that it uses. */
function traces() {
  const list = (folder: string) => (existsSync(folder) ? readdirSync(folder).toSorted() : [])
  return {
    namespaces: list('/run/netns'),
    devices: list('/sys/class/net'),
    mounts: readFileSync('/proc/self/mounts', 'utf8').split('\n').length,
    files: list('/run/svcscope'),
  }
}

describe.skipIf(liveProblem())('the harness', () => {
  const script = fileURLToPath(new URL(`../../.cache/live/run-${process.pid}.mjs`, HERE))

  beforeAll(async () => {
    await build({
      stdin: {
        contents: `import {startLiveCluster} from './harness/live-cluster.ts'
          import {scenario} from './scenario/scenario.ts'
          const objects = scenario('shop').pods('web', 2, {ports: {http: 80}}).service('web', {ports: ['80']}).objects()
          const cluster = await startLiveCluster(objects, 'iptables')
          console.log(cluster.sandbox.file(''))
          setInterval(() => cluster.api.list('/api/v1/pods').catch(() => {}), 10)`,
        resolveDir: fileURLToPath(HERE),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      // The only file that asks where it is.
      define: {'import.meta.url': JSON.stringify(new URL('harness/programs.ts', HERE).href)},
      outfile: script,
      logLevel: 'error',
    })
  })
  afterAll(() => rmSync(script, {force: true}))

  /** Starts a whole cluster in a process of its own; gives it with the PID namespace of its sandbox when everything runs. */
  async function startElsewhere(): Promise<{readonly child: ChildProcess; readonly namespace: string}> {
    const begun = Date.now()
    const child = spawn(process.execPath, [script], {stdio: ['ignore', 'pipe', 'inherit']})
    if (!child.stdout) throw new Error('no pipe')
    const [line] = (await once(createInterface({input: child.stdout}), 'line')) as [string]
    noteFigures(
      `harness: control plane, DNS, three nodes with kube-proxy and two pods ready ${((Date.now() - begun) / 1000).toFixed(1)} s after the start of the process`,
    )
    const [, first] = /^\/proc\/(\d+)\//.exec(line) ?? []
    return {child, namespace: readlinkSync(`/proc/${first}/ns/pid`)}
  }

  test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)('leaves nothing behind when it gets %s in the middle', async (signal) => {
    const before = traces()
    const {child, namespace} = await startElsewhere()
    const running = processesByNamespace().get(namespace) ?? []
    // The agent, etcd, the API server, the controllers, CoreDNS and three proxies.
    expect(running.length).toBeGreaterThanOrEqual(8)
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    await until('its processes to end', async () => !processesByNamespace().has(namespace))
    expect(traces()).toEqual(before)
  })

  test('lets two runs go side by side', async () => {
    const [one, other] = await Promise.all([startControlPlane(), startControlPlane()])
    try {
      await one.api.apply([{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'one'}}])
      await other.api.apply([{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'other'}}])
      const names = async ({api}: typeof one) =>
        (await api.list('/api/v1/namespaces')).map(({metadata}) => (metadata as {name: string}).name)
      expect(await names(one)).toContain('one')
      expect(await names(one)).not.toContain('other')
      expect(await names(other)).toContain('other')
      await one.close()
      expect(await names(other)).toContain('other')
    } finally {
      await Promise.all([one.close(), other.close()])
    }
  })

  test('says so when a program ends badly, and when the API server refuses', async () => {
    const plane = await startControlPlane()
    try {
      await expect(plane.sandbox.exec(['ip', 'link', 'set', 'nothing', 'up'])).rejects.toThrow(/Cannot find device "nothing"/)
      const broken = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'web'}, spec: {ports: [{port: 0}]}}
      await expect(plane.api.apply([broken])).rejects.toThrow(/422 Service "web" is invalid: \[spec\.ports\[0\]\.port/)
    } finally {
      await plane.close()
    }
  })
})
