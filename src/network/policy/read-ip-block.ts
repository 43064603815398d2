import {parseAddress} from '../../cluster/address.ts'
import type {Path} from '../../cluster/object.ts'
import {type AddressRange, addressOf, BITS, parseRange} from '../proxy/address-range.ts'
import {includesRange} from './ip-block.ts'
import type {Peer, PolicyProblem} from './policy.ts'
import {isStated, readFields, readItems} from './read-fields.ts'

const SHAPE = 'a block is an address and the length of its prefix: 10.0.0.0/8 or fd00::/8'

/** A range as servers before 1.36 read it; one that is not clear may mean something else to whoever enforces it. */
interface ReadRange {
  readonly range: AddressRange
  readonly isClear: boolean
}

/** Reads an ipBlock. What it leaves out must lie within it and be smaller (ValidateIPBlock in pkg/apis/networking/validation). */
export function readIPBlock(value: unknown, path: Path, problems: PolicyProblem[]): Peer {
  const before = problems.length
  const notUnderstood = (): Peer => ({kind: 'not-understood', message: problems[before]?.message ?? 'the ipBlock is not valid'})
  const fields = readFields(value, path, problems)
  const block = fields && readRange(fields['cidr'], [...path, 'cidr'], problems)
  const stated = fields && block && readItems(fields['except'], [...path, 'except'], problems)
  if (!stated) return notUnderstood()
  const except = stated.map((one, index) => readExcept(one, block.range, [...path, 'except', index], problems))
  const ranges = except.flatMap((one) => (one?.isClear ? one.range : []))
  if (!block.isClear || ranges.length < except.length) return notUnderstood()
  const {range} = block
  return {kind: 'ip-block', block: {text: range.text, family: range.family, range, except: ranges}}
}

function readExcept(value: unknown, block: AddressRange, path: Path, problems: PolicyProblem[]): ReadRange | undefined {
  const read = readRange(value, path, problems)
  if (!read || (includesRange(block, read.range) && read.range.prefixLength > block.prefixLength)) return read
  problems.push({
    word: 'except-outside-block',
    message: `${String(value)} is not within ${block.text}, of which it is to be excepted`,
    path,
    fix: `except ranges that lie within ${block.text} and are smaller`,
  })
  return undefined
}

function readRange(value: unknown, path: Path, problems: PolicyProblem[]): ReadRange | undefined {
  const refuse = (message: string, fix: string) => problems.push({word: 'cidr', message, path, fix})
  const range = typeof value === 'string' ? parseRange(value) : undefined
  if (typeof value !== 'string' || !range) {
    refuse(isStated(value) && value !== '' ? `${JSON.stringify(value)} is no block of addresses` : 'the block has no cidr', SHAPE)
    return undefined
  }
  // From here on what 1.36 and later refuse when a policy is made (StrictIPCIDRValidation, beta and on). 1.35 only warns of it, and policies of that
  // time are kept. Of the bits after the prefix everybody makes the same; an octet with leading zeros is octal to some.
  const [before = '', length = ''] = value.split('/')
  if (hasLeadingZeros(before) || /^0\d/.test(length)) {
    refuse(`${value} has leading zeros, which Kubernetes refuses from 1.36 on`, `write ${range.text}`)
    return {range, isClear: false}
  }
  if (parseAddress(before)?.text !== addressOf(range.first, range.family)) {
    const alone = `${parseAddress(before)?.text}/${BITS[range.family]}`
    refuse(
      `${value} has bits after its prefix, which Kubernetes refuses from 1.36 on`,
      `write ${range.text}, or ${alone} for the one address`,
    )
  }
  return {range, isClear: true}
}

/** In octets; groups of an IPv6 address may have them. */
function hasLeadingZeros(address: string): boolean {
  return address.includes('.') && /(^|[.:])0\d+(\.|$)/.test(address)
}
