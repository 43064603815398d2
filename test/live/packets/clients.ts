import {itemsOf, textOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Client} from '../../../src/network/proxy/packet/client.ts'
import {FABRIC} from '../harness/control-plane.ts'
import type {Fabric} from '../harness/fabric.ts'
import type {Sandbox} from '../harness/sandbox.ts'
import {VIRTUAL_RANGES} from './shop.ts'

/** Somebody who opens connections, as the interpreter knows him and as the sandbox does. */
export interface LiveClient {
  readonly name: string
  readonly client: Client
  readonly namespace: string
  /** Where its namespace has several addresses, the one that it is to use. */
  readonly source?: string
  /** The node through which it comes to addresses that are not on its network; undefined for who is in the cluster. */
  readonly entryNode?: string
}

/** Every pod and node of the cluster, by the names of their objects. */
export function insideClients(fabric: Fabric, objects: readonly WireObject[], podNames: readonly string[]): readonly LiveClient[] {
  const pods = podNames.map((name) => {
    const pod = objects.find((object) => object['kind'] === 'Pod' && nameOf(object) === name)
    const addresses = itemsOf(valueAt(pod, 'status', 'podIPs')).map((item) => String(valueAt(item, 'ip')))
    const client: Client = {kind: 'pod', node: textOf(valueAt(pod, 'spec', 'nodeName')) ?? null, addresses}
    return {name, client, namespace: fabric.pod('shop', name)}
  })
  const nodes = objects.filter(({kind}) => kind === 'Node').map(nameOf)
  return [...pods, ...nodes.map((name): LiveClient => ({name, client: {kind: 'node', node: name}, namespace: fabric.node(name)}))]
}

/**
 * For each node two clients outside whose router it is: one with an address that source ranges allow, one with another. What no Service takes is
 * lost in silence: the router of all nodes throws it away.
 */
export async function addOutsideClients(sandbox: Sandbox, objects: readonly WireObject[]): Promise<readonly LiveClient[]> {
  const nodes = objects.filter(({kind}) => kind === 'Node')
  const silence = [...VIRTUAL_RANGES, '10.0.0.0/16', 'fd00:10::/112'].map((range) => `route add blackhole ${range}`)
  const places = nodes.map((node, index) => ({
    node: nameOf(node),
    namespace: `outside-${nameOf(node)}`,
    index,
    routers: internalAddresses(node),
  }))
  const links = places.flatMap(({namespace, index}) => [
    `netns add ${namespace}`,
    `link add outside${index} type veth peer name eth0 netns ${namespace}`,
    `link set outside${index} master ${FABRIC.bridge} up`,
  ])
  await sandbox.exec(['ip', '-batch', '-'], {input: [...silence, ...links].join('\n')})
  for (const {namespace, index, routers} of places) {
    const addresses = [...strangers(index), ...allowed(index)]
    const commands = [
      'link set lo up',
      'link set eth0 up',
      ...addresses.map(
        (address) => `addr add ${address}/${isIPv6(address) ? `${FABRIC.prefix6} dev eth0 nodad` : `${FABRIC.prefix4} dev eth0`}`,
      ),
      ...routers.map((address) => `route add default via ${address}`),
    ]
    await sandbox.exec(['ip', '-batch', '-'], {namespace, input: commands.join('\n')})
  }
  return places.flatMap(({node, namespace, index}) =>
    [strangers(index), allowed(index)].flatMap((pair, kind) =>
      pair.map((source): LiveClient => {
        const name = `${kind === 0 ? 'stranger' : 'allowed'} by ${node}`
        return {name, client: {kind: 'outside', address: source}, namespace, source, entryNode: node}
      }),
    ),
  )
}

function strangers(index: number): readonly string[] {
  return [`192.168.77.${210 + index}`, `fd77::${(0xd2 + index).toString(16)}`]
}

/** In ALLOWED_RANGES. */
function allowed(index: number): readonly string[] {
  return [`192.168.77.${220 + index}`, `fd77::${(0xdc + index).toString(16)}`]
}

export function internalAddresses(node: WireObject): readonly string[] {
  const addresses = itemsOf(valueAt(node, 'status', 'addresses'))
  return addresses.flatMap((one) => (valueAt(one, 'type') === 'InternalIP' ? String(valueAt(one, 'address')) : []))
}

export function nameOf(object: WireObject): string {
  return String(valueAt(object, 'metadata', 'name'))
}

export function isIPv6(address: string): boolean {
  return address.includes(':')
}
