import {fieldsOf, itemsOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import {type AddressRange, parseRange} from '../proxy/address-range.ts'
import {includesRange} from './ip-block.ts'
import type {Peer, PolicyProblem} from './policy.ts'

const SHAPE = 'a block is an address and the length of its prefix: 10.0.0.0/8 or fd00::/8'

/** Reads an ipBlock. What it leaves out must lie within it and be smaller (ValidateIPBlock in pkg/apis/networking/validation). */
export function readIPBlock(value: unknown, path: Path, problems: PolicyProblem[]): Peer {
  const {cidr, except} = fieldsOf(value)
  const range = readRange(cidr, [...path, 'cidr'], problems)
  const before = problems.length
  const excepted = itemsOf(except).flatMap((one, index) => {
    const place = [...path, 'except', index]
    const read = readRange(one, place, problems)
    if (!read || !range) return []
    if (includesRange(range, read) && read.prefixLength > range.prefixLength) return [read]
    problems.push({
      word: 'except-outside-block',
      message: `${String(one)} is not within ${String(cidr)}, of which it is to be excepted`,
      path: place,
      fix: `except ranges that lie within ${String(cidr)} and are smaller`,
    })
    return []
  })
  if (!range || problems.length > before) return {kind: 'not-understood', message: problems.at(-1)?.message ?? 'the ipBlock is not valid'}
  return {kind: 'ip-block', block: {text: range.text, family: range.family, range, except: excepted}}
}

function readRange(value: unknown, path: Path, problems: PolicyProblem[]): AddressRange | undefined {
  const range = typeof value === 'string' ? parseRange(value) : undefined
  if (range) return range
  const message = value === undefined ? 'the block has no cidr' : `${JSON.stringify(value)} is no block of addresses`
  problems.push({word: 'cidr', message, path, fix: SHAPE})
  return undefined
}
