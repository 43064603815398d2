import type {WireObject} from '../../cluster/object.ts'
import type {Coverage} from '../../cluster/read.ts'
import type {Report} from '../../report.ts'
import {REDACTION_NOTES} from './redaction.ts'
import {snapshotOf} from './snapshot.ts'

export interface SnapshotParameters {
  readonly objects: readonly WireObject[]
  /** Undefined where manifests were read. */
  readonly coverage: Coverage | undefined
  /** Undefined replaces nothing. */
  readonly redactionKey: string | undefined
}

/** The objects as one that `-f` reads back, for tickets and for work without the cluster. */
export function askSnapshot({objects, coverage, redactionKey}: SnapshotParameters): Report {
  const document = snapshotOf(objects, {coverage, redactionKey})
  return {
    kind: 'Snapshot',
    data: null,
    document,
    tables: [],
    findings: [],
    notes: redactionKey === undefined ? [] : REDACTION_NOTES,
    names: [],
  }
}
