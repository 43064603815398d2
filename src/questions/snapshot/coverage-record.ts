import {type Coverage, type Read, readKey, type Unread} from '../../cluster/read.ts'
import {compareText} from '../order.ts'

/** What a snapshot says of how it was made: what was read, and what could not be. */
export interface CoverageRecord {
  readonly read: readonly Read[]
  readonly unread: readonly Unread[]
}

/** Takes names out of what a read asks for. */
interface ReadRedaction {
  readonly redactRead: (read: Read) => Read | undefined
}

/** In an order that does not depend on who answered first. Servers put names into their messages, so redaction leaves those out. */
export function recordCoverage({done, unread}: Pick<Coverage, 'done' | 'unread'>, redaction?: ReadRedaction): CoverageRecord {
  const redact = (read: Read) => (redaction ? redaction.redactRead(read) : read)
  const compare = (a: Read, b: Read) => compareText(readKey(a), readKey(b))
  return {
    read: done.toSorted(compare).flatMap((read) => redact(read) ?? []),
    unread: unread
      .toSorted((a, b) => compare(a.read, b.read))
      .flatMap(({read, reason, message}) => {
        const shown = redact(read)
        return shown ? [{read: shown, reason, message: redaction ? '' : message}] : []
      }),
  }
}
