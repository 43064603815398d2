import {dump} from 'js-yaml'
import type {LocatedFinding, Report} from '../report.ts'
import {toDocument} from './document.ts'

export function renderYaml(report: Report<LocatedFinding>): string {
  return dump(toDocument(report), {noRefs: true, lineWidth: -1, skipInvalid: true})
}
