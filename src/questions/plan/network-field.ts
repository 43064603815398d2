import {
  type Field,
  problem,
  readAddress,
  readFlag,
  readInteger,
  readList,
  readMapping,
  readOneOf,
  readRange,
  readRanges,
  readText,
} from '../stated-field.ts'
import type {NamedRangePlan, NetworkPlan, SubnetPlan} from './plan.ts'
import {LARGEST_COUNT} from './pool-field.ts'

const KEYS = [
  'addressSpace',
  'subnets',
  'only',
  'peers',
  'onPremises',
  'serviceCidr',
  'dnsServiceIp',
  'podCidr',
  'serviceCidr6',
  'podCidr6',
] as const

/** The network of a plan; what it does not state stays as it was in `base`. */
export function readNetwork(field: Field, base: NetworkPlan): NetworkPlan {
  const fields = readMapping(field, KEYS, 'network')
  const range = (key: 'serviceCidr' | 'podCidr' | 'only') =>
    fields[key] ? readRange(fields[key], key === 'only' ? 'the subnet' : key, 'IPv4') : base[key]
  const range6 = (key: 'serviceCidr6' | 'podCidr6') => (fields[key] ? readRange(fields[key], key, 'IPv6') : base[key])
  return {
    addressSpace: fields.addressSpace ? readRanges(fields.addressSpace, 'addressSpace') : base.addressSpace,
    subnets: fields.subnets ? readSubnets(fields.subnets) : base.subnets,
    only: range('only'),
    peers: fields.peers ? readNamedRanges(fields.peers, 'peers') : base.peers,
    onPremises: fields.onPremises ? readNamedRanges(fields.onPremises, 'onPremises') : base.onPremises,
    serviceCidr: range('serviceCidr'),
    dnsServiceIp: fields.dnsServiceIp ? readAddress(fields.dnsServiceIp, 'dnsServiceIp') : base.dnsServiceIp,
    podCidr: range('podCidr'),
    serviceCidr6: range6('serviceCidr6'),
    podCidr6: range6('podCidr6'),
  }
}

function readSubnets(field: Field): readonly SubnetPlan[] {
  const names = new Set<string>()
  return readList(field, 'subnets').map((item) => {
    const fields = readMapping(item, ['name', 'range', 'role', 'inUse', 'delegated'], 'a subnet')
    if (!fields.name || !fields.range) throw problem(item, 'a subnet needs a name and a range', 'name: nodes, range: 10.1.0.0/22')
    const name = readText(fields.name, 'name')
    if (names.has(name)) throw problem(fields.name, `two subnets are named ${name}`, 'give every subnet a name of its own')
    names.add(name)
    return {
      name,
      range: readRange(fields.range, 'range', 'IPv4'),
      role: fields.role ? readOneOf(fields.role, 'role', ['nodes', 'pods', 'other']) : 'other',
      inUse: fields.inUse ? readInteger(fields.inUse, 'inUse', 0, LARGEST_COUNT) : 0,
      delegated: fields.delegated ? readFlag(fields.delegated, 'delegated') : false,
    }
  })
}

/** Peers and on-premises networks: a mapping with name and ranges, or a range alone. */
function readNamedRanges(field: Field, what: string): readonly NamedRangePlan[] {
  return readList(field, what).map((item, index) => {
    if (typeof item.value === 'string') return {name: String(index + 1), ranges: [readRange(item, what, 'IPv4')], inUse: undefined}
    const fields = readMapping(item, ['name', 'ranges', 'inUse'], `an entry of ${what}`)
    if (!fields.ranges) throw problem(item, `an entry of ${what} needs ranges`, 'ranges: [10.8.0.0/16]')
    return {
      name: fields.name ? readText(fields.name, 'name') : String(index + 1),
      ranges: readRanges(fields.ranges, 'ranges'),
      inUse: fields.inUse && readInteger(fields.inUse, 'inUse', 0, LARGEST_COUNT),
    }
  })
}
