import {UserError} from '../../user-error.ts'

/** Throws a UserError where `--who` stands beside what says who connects: it asks about everybody. */
export function checkAlone({
  from,
  node,
  rules,
}: {
  readonly from?: string | undefined
  readonly node?: string | undefined
  readonly rules: boolean
}): void {
  const [other] = [from === undefined ? [] : ['--from'], node === undefined ? [] : ['--node'], rules ? ['--rules'] : []].flat()
  if (other === undefined) return
  throw new UserError(`--who asks who may connect, and ${other} follows one connection`, `leave out either --who or ${other}`)
}
