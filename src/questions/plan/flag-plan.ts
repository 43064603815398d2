import type {Path} from '../../cluster/object.ts'
import {UserError} from '../../user-error.ts'
import type {Stated} from '../stated-field.ts'
import {nodesAtFullScale} from './moment.ts'
import type {Plan, PoolPlan} from './plan.ts'
import {readPlan} from './plan-field.ts'
import {checkPool} from './pool-field.ts'

/** What the flags of `plan subnet` state; numbers and texts as they were typed. */
export interface PlanFlags {
  readonly nodes?: string | undefined
  readonly 'max-nodes'?: string | undefined
  readonly 'max-pods'?: string | undefined
  readonly 'max-surge'?: string | undefined
  readonly 'max-unavailable'?: string | undefined
  readonly mode?: readonly string[] | undefined
  readonly subnet?: string | undefined
  readonly vnet?: readonly string[] | undefined
  readonly 'pod-cidr'?: string | undefined
  readonly 'service-cidr'?: string | undefined
  readonly 'dns-service-ip'?: string | undefined
  readonly peer?: readonly string[] | undefined
  readonly 'internal-load-balancers'?: string | undefined
  readonly 'outbound-addresses'?: string | undefined
  readonly 'ports-per-node'?: string | undefined
  readonly require?: readonly string[] | undefined
  readonly growth?: string | undefined
  readonly horizon?: string | undefined
}

type FlagName = keyof PlanFlags

/** The keys of a plan that flags state, by the path where each lands. */
const PLACES: readonly (readonly [FlagName, Path])[] = [
  ['nodes', ['pools', 0, 'count']],
  ['max-nodes', ['pools', 0, 'maxCount']],
  ['max-pods', ['pools', 0, 'maxPods']],
  ['max-surge', ['pools', 0, 'maxSurge']],
  ['max-unavailable', ['pools', 0, 'maxUnavailable']],
  ['mode', ['modes']],
  ['subnet', ['network', 'only']],
  ['vnet', ['network', 'addressSpace']],
  ['pod-cidr', ['network', 'podCidr']],
  ['service-cidr', ['network', 'serviceCidr']],
  ['dns-service-ip', ['network', 'dnsServiceIp']],
  ['peer', ['network', 'peers']],
  ['internal-load-balancers', ['loadBalancers', 'internal']],
  ['outbound-addresses', ['outbound', 'addresses']],
  ['ports-per-node', ['outbound', 'portsPerNode']],
  ['require', ['requires']],
  ['growth', ['growth']],
  ['horizon', ['horizon']],
]

/**
 * Lays the flags over a plan: they are read by the reader of plan files, and their errors name the flag. `--nodes` states the only pool;
 * without it `--max-pods` and `--max-surge` change every pool of the plan, for a quick "what if".
 */
export function withFlags(flags: PlanFlags, base: Plan): Plan {
  const value: Record<string, unknown> = {}
  for (const [flag, path] of PLACES) if (flags[flag] !== undefined) put(value, path, typed(flag, flags[flag]))
  if (value['pools'] !== undefined) put(value, ['pools', 0, 'name'], 'pool')
  const stated: Stated = {value, where: (path) => `--${flagAt(path)}`}
  const plan = readPlan(stated, base)
  const whatIf = base.pools.length > 0 && flags.nodes === undefined && value['pools'] !== undefined
  const read = whatIf ? {...plan, pools: base.pools.map((pool) => changed(pool, plan.pools[0], stated))} : plan
  if (read.pools.some(({count}) => count !== undefined) || read.network.only)
    return withStart(read.pools.length > 0 ? read : {...read, pools: readPlan({value: {pools: [{name: 'pool'}]}, where: () => ''}).pools})
  throw new UserError(
    'nothing says how many nodes there are',
    'state --nodes N, name a plan with --plan FILE, or ask what a range holds with --subnet CIDR',
  )
}

/** A pool of the plan with what the flags change; together they must still be a pool that AKS takes. */
function changed(pool: PoolPlan, flags: PoolPlan | undefined, stated: Stated): PoolPlan {
  const read: PoolPlan = {
    ...pool,
    maxPods: flags?.maxPods ?? pool.maxPods,
    maxSurge: flags?.maxSurge ?? pool.maxSurge,
    maxUnavailable: flags?.maxUnavailable ?? pool.maxUnavailable,
    maxCount: flags?.maxCount ?? pool.maxCount,
  }
  // Counts are the plan's own: only the new maximum can be at odds with them.
  checkPool(read, (key) => ({value: undefined, path: ['pools', 0, key === 'count' || key === 'minCount' ? 'maxCount' : key], stated}))
  return read
}

/** A growth needs a number to start from: of a series that is its first count, where there is but one pool. */
function withStart(plan: Plan): Plan {
  const {growth, pools} = plan
  if (!growth || nodesAtFullScale(plan) > 0) return plan
  const [pool, ...others] = pools
  const first = growth.kind === 'series' ? growth.counts[0] : undefined
  if (pool && pool.count === undefined && others.length === 0 && first) return {...plan, pools: [{...pool, count: first}]}
  throw new UserError(
    'nothing says how many nodes the growth starts from',
    'state --nodes N beside --growth, or counts in the pools of the plan',
  )
}

/** Numbers are typed as text; what is no number stays text, so that the error shows it. */
function typed(flag: FlagName, value: string | readonly string[] | undefined): unknown {
  if (typeof value !== 'string') return value
  const text = flag === 'growth' || flag === 'max-surge'
  return !text && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

function put(root: Record<string, unknown>, path: Path, value: unknown): void {
  let inner: Record<string | number, unknown> | unknown[] = root
  for (const [index, step] of path.entries()) {
    const holder = inner as Record<string | number, unknown>
    if (index === path.length - 1) holder[step] = value
    else {
      holder[step] ??= typeof path[index + 1] === 'number' ? [] : {}
      inner = holder[step] as Record<string | number, unknown>
    }
  }
}

function flagAt(path: Path): string {
  return PLACES.find(([, place]) => place.every((step, index) => path[index] === step))?.[0] ?? 'nodes'
}
