import type {Cluster} from './cluster/cluster.ts'
import type {Input, InputProblem} from './cluster/object.ts'
import {describeUnread, type Unread} from './cluster/read.ts'
import type {LocatedFinding} from './report.ts'

/** Input that could not be read, as findings. Forgiven ones are warnings. */
export function inputFindings(problems: readonly InputProblem[], forgiven: boolean): readonly LocatedFinding[] {
  return problems.map(({rule, message, file, line, column, fix}) => ({
    rule,
    severity: forgiven ? 'warning' : 'error',
    message,
    object: null,
    file,
    line,
    column,
    fix: {description: fix},
  }))
}

/** Problems as the lines that a terminal shows, the first few. */
export function problemLines(problems: readonly InputProblem[], forgiven: boolean): readonly string[] {
  const most = 10
  const word = forgiven ? 'warning' : 'error'
  const lines = problems.slice(0, most).flatMap((problem) => [`${word}: ${problem.message}`, `  ${problem.fix}`])
  return problems.length > most ? [...lines, `${word}: ${problems.length - most} more could not be read; -o json lists all`] : lines
}

/** What a reader of the answer should know about the input. */
export function inputNotes(input: Input, cluster: Cluster): readonly string[] {
  const notes = [...input.notes, ...unreadNotes(cluster.coverage?.unread ?? [])]
  if (cluster.leftOut.length > 0) {
    const reasons = new Map<string, number>()
    for (const {reason} of cluster.leftOut) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    const counted = [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([reason, number]) => `${number} × ${reason}`)
    notes.push(`left out: ${counted.join('; ')}`)
  }
  if (cluster.redefined > 0) {
    notes.push(
      `${cluster.redefined === 1 ? '1 object is' : `${cluster.redefined} objects are`} defined more than once; each Service is answered with the definitions nearest to its own file`,
    )
  }
  return notes
}

/** What could not be read of a cluster. A kind that it does not know has no objects either. */
function unreadNotes(unread: readonly Unread[]): readonly string[] {
  return [...new Set(unread.filter(({reason}) => reason !== 'not-served').map(describeUnread))]
}

/** Of a running cluster with `--no-search`: that nothing was looked at beyond what selectors find, where one finds nothing. */
export function searchNotes({coverage, services, pods}: Cluster): readonly string[] {
  const isMissed = services.some(
    ({selector, namespace, type}) => selector && type !== 'ExternalName' && pods.select(selector, namespace).length === 0,
  )
  return coverage && isMissed ? ['--no-search: workloads and other pods were not looked at, so that what was meant is not told'] : []
}
