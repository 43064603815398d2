import type {Access} from './access.ts'
import type {Audience, AudienceRow} from './audience.ts'
import type {Side} from './sides.ts'

export interface AccessData {
  readonly access: Access
  /** Ids of reasons. Without any, an access that is allowed is forbidden by nothing. */
  readonly because: readonly string[]
}

/** Who may reach the endpoints of a port. */
export interface AudienceData {
  readonly id: string
  /** What is so of every client that no exception names and that is not held up on its own side; null where there is none. */
  readonly default: AccessData | null
  readonly exceptions: readonly (AccessData & {readonly clients: readonly string[]})[]
}

/** Makes an id of a number. */
export type Ids = (index: number) => string

/** The ids of reasons, which are given out as they are asked for. */
export type ReasonIds = (sides: readonly Side[]) => readonly string[]

export function toAudience({index, rows}: Audience, audienceId: Ids, clientId: Ids, reasonIds: ReasonIds): AudienceData {
  const toAccess = ({access, because}: AudienceRow): AccessData => ({access, because: reasonIds(because)})
  const rest = rows.find(({isRest}) => isRest)
  return {
    id: audienceId(index),
    default: rest ? toAccess(rest) : null,
    exceptions: rows.flatMap((row) =>
      row.classes.length > 0 ? [{...toAccess(row), clients: row.classes.map((one) => clientId(one.index))}] : [],
    ),
  }
}
