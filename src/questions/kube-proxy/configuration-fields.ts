import {parseAddress} from '../../cluster/address.ts'
import {type Fields, isMapping, valueAt} from '../../cluster/fields.ts'
import {parseRange} from '../../network/proxy/address-range.ts'
import {UserError} from '../../user-error.ts'
import {nearestWord} from '../resemblance.ts'

/** What a value must be; undefined where it is that, else how the sentence "X is …" goes on. */
type Check = (value: unknown) => string | undefined

export const MODES = ['iptables', 'nftables', 'ipvs', 'userspace'] as const
const DETECTION_MODES = ['ClusterCIDR', 'NodeCIDR', 'BridgeInterface', 'InterfaceNamePrefix']
const KEYWORDS = ['primary', 'localhost', 'all']

const isText: Check = (value) => (typeof value === 'string' ? undefined : 'a text')
const isFlag: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false')
const isMappingOfFields: Check = (value) => (isMapping(value) ? undefined : 'a mapping')
const isBit: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 31 ? undefined : 'the number of a bit, 0 to 31'

function oneOf(words: readonly string[]): Check {
  return (value) => {
    if (typeof value === 'string' && (value === '' || words.includes(value))) return undefined
    const near = typeof value === 'string' ? nearestWord(value, words) : undefined
    return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}${near === undefined ? '' : ` (did you mean ${near}?)`}`
  }
}

/** One range, or one of each family. */
const isClusterCIDR: Check = (value) => {
  const ranges = typeof value === 'string' ? value.split(',').filter((text) => text !== '') : undefined
  const families = ranges?.map((text) => parseRange(text.trim())?.family)
  const isFine = families?.every((family) => family !== undefined) && new Set(families).size === families.length
  return isFine ? undefined : 'a range, or one of each family: 10.244.0.0/16,fd00:244::/32'
}

const areNodePortAddresses: Check = (value) => {
  const isOne = (text: unknown) => typeof text === 'string' && (KEYWORDS.includes(text) || parseRange(text) !== undefined)
  return Array.isArray(value) && value.every(isOne) ? undefined : `a list of ranges or ${KEYWORDS.join(', ')}`
}

const areRanges: Check = (value) =>
  Array.isArray(value) && value.every((text) => parseRange(text) !== undefined) ? undefined : 'a list of ranges'

const isBindAddress: Check = (value) => (value === '' || (typeof value === 'string' && parseAddress(value)) ? undefined : 'an address')

const FIELDS: readonly (readonly [path: string, check: Check])[] = [
  ['mode', oneOf(MODES)],
  ['bindAddress', isBindAddress],
  ['hostnameOverride', isText],
  ['clusterCIDR', isClusterCIDR],
  ['nodePortAddresses', areNodePortAddresses],
  ['detectLocalMode', oneOf(DETECTION_MODES)],
  ['detectLocal', isMappingOfFields],
  ['detectLocal.bridgeInterface', isText],
  ['detectLocal.interfaceNamePrefix', isText],
  ['iptables', isMappingOfFields],
  ['iptables.masqueradeAll', isFlag],
  ['iptables.masqueradeBit', isBit],
  ['iptables.localhostNodePorts', isFlag],
  ['nftables', isMappingOfFields],
  ['nftables.masqueradeAll', isFlag],
  ['nftables.masqueradeBit', isBit],
  ['ipvs', isMappingOfFields],
  ['ipvs.scheduler', isText],
  ['ipvs.excludeCIDRs', areRanges],
  ['conntrack', isMappingOfFields],
  ['conntrack.tcpBeLiberal', isFlag],
  ['featureGates', isMappingOfFields],
]

/**
 * Refuses what kube-proxy would refuse (ValidateKubeProxyConfiguration), of the fields that rules depend on. `null` is not stated.
 * @param name where they were read, for the message
 */
export function checkConfigurationFields(fields: Fields, name: string): void {
  for (const [path, check] of FIELDS) {
    const value = valueAt(fields, ...path.split('.'))
    const expected = value === undefined || value === null ? undefined : check(value)
    if (expected !== undefined) {
      throw new UserError(
        `${name}: ${path} is ${shown(value)}, and should be ${expected}`,
        'correct it; kube-proxy would not start with it',
      )
    }
  }
  const needed = NEEDED[String(fields['detectLocalMode'])]
  if (needed !== undefined && !valueAt(fields, ...needed.split('.'))) {
    throw new UserError(`${name}: detectLocalMode ${fields['detectLocalMode']} needs ${needed}`, `state ${needed}`)
  }
}

const NEEDED: Readonly<Record<string, string>> = {
  BridgeInterface: 'detectLocal.bridgeInterface',
  InterfaceNamePrefix: 'detectLocal.interfaceNamePrefix',
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** Refuses a `--cluster-cidr` that kube-proxy would refuse. */
export function checkClusterCIDR(text: string): void {
  const expected = text === '' ? 'a range' : isClusterCIDR(text)
  if (expected !== undefined) throw new UserError(`--cluster-cidr ${text} is no range`, `write ${expected}`)
}
