export type AddressFamily = 'IPv4' | 'IPv6'

/** An IP address in the one text that Go prints for it, which is what slices and DNS answers hold. */
export interface Address {
  readonly family: AddressFamily
  /** Dotted decimal, or RFC 5952 for IPv6. */
  readonly text: string
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const CANONICAL_IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)

/**
 * Reads an address as Kubernetes does (k8s.io/utils/net ParseIPSloppy): octets may have leading zeros and are decimal all the same, and an
 * IPv4 address written in IPv6 (`::ffff:10.0.0.1`) is an IPv4 address. Undefined for anything else, zones (`%eth0`) included.
 */
export function parseAddress(text: string): Address | undefined {
  if (CANONICAL_IPV4.test(text)) return {family: 'IPv4', text}
  return text.includes(':') ? parseIPv6(text) : parseIPv4(text)
}

/** The family of an address; what cannot be read counts as IPv4, as in Go, where only what is surely IPv6 is. */
export function familyOf(text: string): AddressFamily {
  return text.includes(':') ? (parseAddress(text)?.family ?? 'IPv4') : 'IPv4'
}

function parseIPv4(text: string): Address | undefined {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every((octet) => /^\d+$/.test(octet) && Number(octet) < 256)) return undefined
  return {family: 'IPv4', text: octets.map(Number).join('.')}
}

function parseIPv6(text: string): Address | undefined {
  const groups = groupsOf(text)
  if (!groups) return undefined
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    const octets = groups.slice(6).flatMap((group) => [group >> 8, group & 255])
    return {family: 'IPv4', text: octets.join('.')}
  }
  return {family: 'IPv6', text: compress(groups)}
}

/** The eight groups; the last two may be written as an IPv4 address, and one run of zero groups as `::`. */
function groupsOf(text: string): readonly number[] | undefined {
  const sides = withoutDots(text).split('::')
  const [left = [], right] = sides.map((side) => (side === '' ? [] : side.split(':')))
  const stated = [...left, ...(right ?? [])]
  if (sides.length > 2 || !stated.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined
  const missing = 8 - stated.length
  if (right ? missing < 1 : missing !== 0) return undefined
  return [...left, ...Array<string>(missing).fill('0'), ...(right ?? [])].map((group) => Number.parseInt(group, 16))
}

function withoutDots(text: string): string {
  const start = text.lastIndexOf(':') + 1
  const octets = parseIPv4(text.slice(start))?.text.split('.').map(Number)
  if (!octets) return text
  const [a = 0, b = 0, c = 0, d = 0] = octets
  return `${text.slice(0, start)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

/** RFC 5952: the longest run of at least two zero groups becomes `::`, the first of equally long ones. */
function compress(groups: readonly number[]): string {
  let [start, length] = [0, 1]
  for (let first = 0; first < groups.length; first++) {
    let end = first
    while (groups[end] === 0) end++
    if (end - first > length) [start, length] = [first, end - first]
  }
  const written = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':')
  return length === 1 ? written(groups) : `${written(groups.slice(0, start))}::${written(groups.slice(start + length))}`
}

/** Whether nobody on the internet gets to an address by itself (RFC 1918, RFC 6598, RFC 4193). */
export function isPrivateAddress(address: string): boolean {
  return /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^f[cd]/.test(address)
}
