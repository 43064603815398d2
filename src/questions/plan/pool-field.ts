import {limitOf} from '../../azure/limits.ts'
import {MODES} from '../../azure/mode.ts'
import type {Surge} from '../../azure/surge.ts'
import {type Field, problem, readFlag, readInteger, readList, readMapping, readOneOf, readText, shapeOf} from '../stated-field.ts'
import type {PoolPlan} from './plan.ts'

const KEYS = [
  'name',
  'count',
  'minCount',
  'maxCount',
  'maxPods',
  'maxSurge',
  'maxUnavailable',
  'spot',
  'blueGreen',
  'os',
  'mode',
  'networkMode',
  'nodeSubnet',
  'podSubnet',
  'pods',
] as const

/** Beyond any cluster: what is larger is a slip, not a plan. */
export const LARGEST_COUNT = 1_000_000
const MODE_NAMES = [...MODES].toSorted()

export function readPools(field: Field): readonly PoolPlan[] {
  const pools = readList(field, 'pools').map(readPool)
  const names = new Set<string>()
  for (const [index, {name}] of pools.entries()) {
    if (names.has(name))
      throw problem({...field, path: [...field.path, index, 'name']}, `two pools are named ${name}`, 'give every pool a name of its own')
    names.add(name)
  }
  if (pools.length === 0) throw problem(field, 'pools is empty', 'state at least one pool: - name: system')
  // Either every count is what is asked for, or none: a pool that forgot its count is no pool of one node.
  return pools.some(({count}) => count !== undefined) ? withCounts(field, pools) : pools
}

/** Pools of which none may leave its number of nodes open. */
export function readCountedPools(field: Field): readonly PoolPlan[] {
  return withCounts(field, readPools(field))
}

function withCounts(field: Field, pools: readonly PoolPlan[]): readonly PoolPlan[] {
  for (const [index, {name, count}] of pools.entries()) {
    if (count === undefined)
      throw problem({...field, path: [...field.path, index]}, `pool ${name} states no count`, 'state its count, or minCount and maxCount')
  }
  return pools
}

function readPool(field: Field, index: number): PoolPlan {
  const fields = readMapping(field, KEYS, 'a pool')
  const count = (key: 'count' | 'minCount' | 'maxCount' | 'maxUnavailable' | 'pods'): number | undefined =>
    fields[key] && readInteger(fields[key], key, 0, LARGEST_COUNT)
  const flag = (key: 'spot' | 'blueGreen'): boolean => (fields[key] ? readFlag(fields[key], key) : false)
  const text = (key: 'nodeSubnet' | 'podSubnet'): string | undefined => fields[key] && readText(fields[key], key)
  const pool: PoolPlan = {
    name: fields.name ? readText(fields.name, 'name') : `pool${index + 1}`,
    count: count('count'),
    minCount: count('minCount'),
    maxCount: count('maxCount'),
    maxPods: fields.maxPods && readMaxPods(fields.maxPods),
    maxSurge: fields.maxSurge && readSurge(fields.maxSurge),
    maxUnavailable: count('maxUnavailable'),
    spot: flag('spot'),
    blueGreen: flag('blueGreen'),
    os: fields.os ? readOneOf(fields.os, 'os', ['Linux', 'Windows']) : 'Linux',
    mode: fields.mode ? readOneOf(fields.mode, 'mode', ['System', 'User']) : 'User',
    networkMode: fields.networkMode && readOneOf(fields.networkMode, 'networkMode', MODE_NAMES),
    nodeSubnet: text('nodeSubnet'),
    podSubnet: text('podSubnet'),
    pods: count('pods'),
  }
  return checked(pool, fields, field)
}

export function readMaxPods(field: Field): number {
  const [from, to] = [limitOf('smallest-max-pods'), limitOf('largest-max-pods')]
  return readInteger(field, 'maxPods', from, to, `AKS takes ${from} to ${to} pods a node`)
}

/** A whole number of nodes, or a percentage from 1 % to 100 %: `1`, `33%`. */
export function readSurge(field: Field): Surge {
  const {value} = field
  const match = typeof value === 'string' ? /^(\d{1,6})(%?)$/.exec(value.trim()) : null
  const amount = match ? Number(match[1]) : value
  if (match?.[2] === '%') {
    if (Number(amount) <= 100) return {kind: 'percent', percent: Number(amount)}
  } else if (typeof amount === 'number' && Number.isInteger(amount) && amount >= 0 && amount <= LARGEST_COUNT)
    return {kind: 'nodes', nodes: amount}
  throw problem(field, `maxSurge must be a number of nodes or a percentage up to 100%, not ${shapeOf(value)}`, 'as in 1 or 33%')
}

type Fields = Partial<Record<(typeof KEYS)[number], Field>>

function checked(pool: PoolPlan, fields: Fields, field: Field): PoolPlan {
  checkPool(pool, (key) => fields[key] ?? field)
  // A pool that only states its range starts at its lower end.
  return pool.count === undefined && pool.maxCount !== undefined ? {...pool, count: pool.minCount ?? 0} : pool
}

/** What only several keys together get wrong; `at` says where each of them stands. */
export function checkPool(pool: PoolPlan, at: (key: (typeof KEYS)[number]) => Field): void {
  const still = pool.maxSurge && (pool.maxSurge.kind === 'nodes' ? pool.maxSurge.nodes : pool.maxSurge.percent) === 0
  if (still && pool.mode === 'System')
    throw problem(
      at('maxSurge'),
      `system pool ${pool.name} cannot have maxSurge 0`,
      'system pools need surge nodes to upgrade; state 1 or more',
    )
  if (still && !pool.maxUnavailable)
    throw problem(
      at('maxSurge'),
      `pool ${pool.name} has maxSurge 0 and maxUnavailable 0: it could never upgrade`,
      'state a maxUnavailable, or a maxSurge of 1 or more',
    )
  if (pool.mode === 'System' && pool.count === 0)
    throw problem(at('count'), `system pool ${pool.name} cannot have 0 nodes`, 'a system pool has at least 1 node, better 3')
  const {minCount, maxCount, count} = pool
  if (minCount !== undefined && maxCount !== undefined && minCount > maxCount)
    throw problem(at('minCount'), `pool ${pool.name}: minCount ${minCount} is more than maxCount ${maxCount}`, 'swap them')
  if (maxCount !== undefined && count !== undefined && count > maxCount)
    throw problem(at('count'), `pool ${pool.name}: count ${count} is more than maxCount ${maxCount}`, 'raise maxCount')
}
