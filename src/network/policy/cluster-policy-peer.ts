import {parseAddress} from '../../cluster/address.ts'
import {fieldsOf, itemsOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import {parseRange} from '../proxy/address-range.ts'
import type {ClusterAction, ClusterPolicyApi, PeerField} from './cluster-policy-api.ts'
import type {Direction, Peer, PolicyProblem} from './policy.ts'
import {isStated, readNamespacePeer, readPodSet} from './read-pod-set.ts'
import {readSelector} from './read-selector.ts'

interface Context {
  readonly direction: Direction
  readonly action: ClusterAction | undefined
  readonly path: Path
  readonly api: ClusterPolicyApi
  readonly problems: PolicyProblem[]
}

const INGRESS_PEERS: readonly PeerField[] = ['namespaces', 'pods']

/** How many networks or names a peer may list. */
const MOST = 25

/** Reads one peer, which stands for several where it lists networks; undefined for one with no field that is known. */
export function readClusterPeer(value: unknown, context: Context): readonly Peer[] | undefined {
  const {direction, path, api, problems} = context
  const known = direction === 'ingress' ? INGRESS_PEERS : api.egressPeers
  const fields = fieldsOf(value)
  const stated = known.filter((key) => isStated(fields[key]))
  const [field] = stated
  const fix = `a peer is one of ${known.join(', ')}`
  if (field === undefined) {
    const names = Object.keys(fields).filter((key) => isStated(fields[key]))
    const message = names.length === 0 ? 'the peer says nothing' : `${direction} peers of a ${api.kind} know no ${names.join(' and no ')}`
    problems.push({word: 'peer', message, path, fix})
    return undefined
  }
  if (stated.length === 1) return readField(field, fields[field], {...context, path: [...path, field]})
  return [refuse(problems, {word: 'peer', message: `the peer has ${stated.join(' and ')}`, path, fix: 'write them as several peers'})]
}

function readField(field: PeerField, value: unknown, context: Context): readonly Peer[] {
  const {path, api, problems} = context
  switch (field) {
    case 'namespaces':
      return [{kind: 'pods', pods: readNamespacePeer(value, path, problems)}]
    case 'pods':
      return [{kind: 'pods', pods: readPodSet(value, path, api, problems)}]
    case 'nodes':
      return [{kind: 'nodes', selector: readSelector(value, path, problems)}]
    case 'networks':
      return readList(value, path, problems).map(([network, place]) => readNetwork(network, place, context))
    case 'domainNames':
      return [readDomainNames(value, context)]
  }
}

/** The items of a list that has at least one, each with its place. */
function readList(value: unknown, path: Path, problems: PolicyProblem[]): readonly (readonly [unknown, Path])[] {
  const items = itemsOf(value)
  const key = String(path.at(-1))
  if (items.length === 0)
    problems.push({word: 'peer', message: `${key} has no item`, path, fix: `list at least one, or leave the peer out`})
  if (items.length > MOST)
    problems.push({word: 'limit', message: `${key} has ${items.length} items`, path, fix: `at most ${MOST} are taken`})
  const again = items.findIndex((item, index) => items.indexOf(item) < index)
  if (again >= 0) {
    const message = `${JSON.stringify(items[again])} stands twice in ${key}`
    problems.push({word: 'duplicate', message, path: [...path, again], fix: 'write it once'})
  }
  return items.length === 0 ? [[undefined, path]] : items.map((item, index) => [item, [...path, index]])
}

/** isCIDR of the API server's CEL, which reads as Go's netip does: no leading zeros. */
function readNetwork(value: unknown, path: Path, {api, problems}: Context): Peer {
  if (value === undefined) return {kind: 'not-understood', message: 'networks has no item'}
  const text = typeof value === 'string' ? value : ''
  const range = /(^|\.)0\d/.test(text) || /\/0\d/.test(text) ? undefined : parseRange(text)
  if (!range) {
    const message = `${JSON.stringify(value)} is no block of addresses`
    return refuse(problems, {
      word: 'cidr',
      message,
      path,
      fix: 'a block is an address and the length of its prefix: 10.0.0.0/8 or fd00::/8',
    })
  }
  const written = `${parseAddress(text.split('/')[0] ?? '')?.text}/${range.prefixLength}`
  if (api.refusesHostBits && written !== range.text)
    return refuse(problems, {word: 'cidr', message: `${text} says more than its prefix`, path, fix: `write ${range.text}`})
  return {kind: 'ip-block', block: {text: range.text, family: range.family, range, except: []}}
}

/** "DomainNames is only supported for Allow rules." */
function readDomainNames(value: unknown, {action, path, api, problems}: Context): Peer {
  const before = problems.length
  const names = readList(value, path, problems).flatMap(([name, place]) => {
    if (typeof name === 'string' && api.domainName.test(name)) return [name]
    const fix = 'a name has at least two labels, and * only as the first: example.com or *.example.com'
    if (name !== undefined)
      problems.push({word: 'domain-name', message: `${JSON.stringify(name)} is no name of a domain`, path: place, fix})
    return []
  })
  // Of too many, or the same twice, it is clear what is meant.
  const broken = problems.slice(before).find(({word}) => word !== 'limit' && word !== 'duplicate')
  if (broken) return {kind: 'not-understood', message: broken.message}
  if (action === undefined || action === 'allow') return {kind: 'domain-names', names}
  const message = 'domainNames are only for rules that let pass'
  return refuse(problems, {word: 'domain-name', message, path, fix: 'deny everything with a later rule, and let these names pass'})
}

function refuse(problems: PolicyProblem[], problem: PolicyProblem): Peer {
  problems.push(problem)
  return {kind: 'not-understood', message: problem.message}
}
