import {fieldsOf, itemsOf, textOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type Api, until} from '../harness/api.ts'
import {createAddressSpace, nodeAddresses} from '../scenario/address-space.ts'

const MOMENT = '2026-01-01T00:00:00Z'

/** Binds pods of workloads to nodes as they come, and reports each ready with an address of its own, until there are so many. */
export async function runPods(api: Api, nodes: readonly string[], number: number): Promise<void> {
  // The API server taints nodes until somebody finds them ready, and no DaemonSet has pods there.
  for (const node of nodes) await demand('PATCH', `/api/v1/nodes/${node}`, {spec: {taints: null}}, 'application/merge-patch+json')
  const space = createAddressSpace()
  const running = new Set<string>()
  await until(`${number} pods`, async () => {
    const listed = (await api.list('/api/v1/pods')).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    // A StatefulSet makes one after the other has become ready.
    for (const pod of listed.filter((one) => !running.has(nameOf(one)))) {
      await run(pod)
      running.add(nameOf(pod))
    }
    return running.size === number
  })

  async function run(pod: WireObject): Promise<void> {
    const {namespace, name} = fieldsOf(pod['metadata'])
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`
    const node = wantedNode(pod) ?? nodes[running.size % nodes.length] ?? ''
    const place = nodes.indexOf(node)
    const hostIP = nodeAddresses(place).IPv4
    const podIP = valueAt(pod, 'spec', 'hostNetwork') === true ? hostIP : space.take(place).IPv4
    const conditions = ['ContainersReady', 'Ready'].map((type) => ({type, status: 'True', lastTransitionTime: MOMENT}))
    const status = {phase: 'Running', hostIP, hostIPs: [{ip: hostIP}], podIP, podIPs: [{ip: podIP}], conditions}
    const target = {apiVersion: 'v1', kind: 'Node', name: node}
    await demand('POST', `${path}/binding`, {apiVersion: 'v1', kind: 'Binding', metadata: {name}, target})
    await demand('PATCH', `${path}/status`, {status}, 'application/merge-patch+json')
  }

  async function demand(method: string, path: string, body: WireObject, type?: string): Promise<void> {
    const answer = await api.request(method, path, body, type)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
}

function nameOf(pod: WireObject): string {
  const {namespace, name} = fieldsOf(pod['metadata'])
  return `${namespace}/${name}`
}

/** A DaemonSet asks for the node of each of its pods by name. */
function wantedNode(pod: WireObject): string | undefined {
  const [term] = itemsOf(
    valueAt(pod, 'spec', 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'),
  )
  const [field] = itemsOf(fieldsOf(term)['matchFields'])
  return textOf(itemsOf(fieldsOf(field)['values'])[0])
}
