import type {Side} from './sides.ts'

/** Whether clients reach what a port leads to: all of it, for certain a part and for certain not all, nothing, or it cannot be told. */
export type Access = 'allowed' | 'partial' | 'denied' | 'unknown'

/** An access, with what decides it. Where nothing does, what is not forbidden is allowed. */
export interface Judged {
  readonly access: Access
  readonly because: readonly Side[]
}

const MOST_SIDES = 2 ** 26

/** One number for the sides that decide: there may be very many clients, and few such pairs. */
export function keyOf(egress: Side, ingress: Side): number {
  const allowed = both(egress.verdict.allowed, ingress.verdict.allowed)
  const left = decides(egress, allowed) ? (egress.index + 1) * MOST_SIDES : 0
  return left + (egress.verdict.allowed !== false && decides(ingress, allowed) ? ingress.index + 1 : 0)
}

/** Both ends must let it pass, as judgeConnection has it. */
function both(egress: boolean | null, ingress: boolean | null): boolean | null {
  return egress === false || ingress === false ? false : egress === null ? null : ingress
}

/** What is allowed because nothing says otherwise needs no reason, and what does not leave the client is not looked at where it would arrive. */
function decides({verdict}: Side, allowed: boolean | null): boolean {
  return verdict.allowed === allowed && (allowed !== true || verdict.because.kind === 'rule')
}

/** What both ends come to, with the sides that decide. */
export interface JoinedVerdict {
  readonly allowed: boolean | null
  readonly because: readonly Side[]
}

/** What both ends come to. */
export function joinSides(egress: Side, ingress: Side): JoinedVerdict {
  const allowed = both(egress.verdict.allowed, ingress.verdict.allowed)
  const looked = egress.verdict.allowed === false ? [egress] : [egress, ingress]
  return {allowed, because: looked.filter((side) => decides(side, allowed))}
}

export function toJudged({allowed, because}: JoinedVerdict): Judged {
  return {access: allowed === null ? 'unknown' : allowed ? 'allowed' : 'denied', because}
}

/** What the endpoints of one port come to. */
export function joinVerdicts(verdicts: readonly JoinedVerdict[]): Judged {
  const access = accessOf(verdicts)
  const wanted = access === 'allowed' ? true : access === 'unknown' ? null : false
  const sides = verdicts.filter(({allowed}) => allowed === wanted).flatMap(({because}) => because)
  return {access, because: [...new Set(sides)].sort((a, b) => a.index - b.index)}
}

function accessOf(verdicts: readonly JoinedVerdict[]): Access {
  const has = (wanted: boolean | null) => verdicts.some(({allowed}) => allowed === wanted)
  if (has(true) && has(false)) return 'partial'
  if (has(null)) return 'unknown'
  return has(false) ? 'denied' : 'allowed'
}
