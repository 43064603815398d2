import type {Report} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import {nearestWord} from '../resemblance.ts'
import {clusterRole} from './cluster-role.ts'
import {COMMANDS_WITH_KINDS, type CommandWithKinds, KINDS_OF_COMMAND} from './kinds-of-command.ts'

/** The least ClusterRole for each of these commands, or for every one: for `kubectl apply -f -`. Throws a UserError for another word. */
export function askRoles(words: readonly string[]): Report {
  const wanted = words.length > 0 ? words.map(commandFrom) : COMMANDS_WITH_KINDS
  const items = wanted.map((command) => clusterRole(`svcscope-${command}`, KINDS_OF_COMMAND[command], {watch: command === 'list'}))
  return {
    kind: 'ClusterRoles',
    data: null,
    document: items.length === 1 ? items[0] : {apiVersion: 'v1', kind: 'List', items},
    tables: [],
    findings: [],
    notes: [],
    names: items.map(({metadata}) => `clusterrole/${(metadata as {name: string}).name}`),
  }
}

function commandFrom(word: string): CommandWithKinds {
  const found = COMMANDS_WITH_KINDS.find((command) => command === word)
  if (found) return found
  const near = nearestWord(word, COMMANDS_WITH_KINDS)
  throw new UserError(
    `${word} is no command that asks a cluster`,
    near ? `did you mean ${near}?` : `those are ${COMMANDS_WITH_KINDS.join(', ')}`,
  )
}

/** Throws a UserError for several contexts: a file has one cluster. */
export function refuseSeveral(contexts: readonly string[]): void {
  if (contexts.length > 1) throw new UserError('a snapshot is of one cluster', 'name one --context, and another file for the next')
}

/** Throws a UserError for words that mean something only beside --rbac. */
export function refuseWords([word]: readonly string[]): void {
  if (word !== undefined) throw new UserError(`snapshot takes no ${word}`, 'name a namespace with -n, and the file with -o json=FILE')
}
