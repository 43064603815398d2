import {isAbsolute, join} from 'node:path'
import {type Fields, fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'

/** What a kubeconfig says of the program that gets its user's credentials. */
export interface ExecPlugin {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly apiVersion: string
  readonly installHint: string | undefined
  readonly provideClusterInfo: boolean
  readonly interactiveMode: string | undefined
}

/** A command with a slash is relative to the folder of its kubeconfig; others are looked up in PATH. */
export function readExecPlugin(fields: Fields, folder: string): ExecPlugin {
  const command = textOf(fields['command']) ?? ''
  const env = itemsOf(fields['env']).map(fieldsOf)
  return {
    command: command.includes('/') && !isAbsolute(command) ? join(folder, command) : command,
    args: itemsOf(fields['args']).map(String),
    env: Object.fromEntries(
      env.flatMap(({name, value}) => (textOf(name) === undefined ? [] : [[name, value === undefined ? '' : String(value)]])),
    ),
    apiVersion: textOf(fields['apiVersion']) ?? '',
    installHint: textOf(fields['installHint']),
    provideClusterInfo: fields['provideClusterInfo'] === true,
    interactiveMode: textOf(fields['interactiveMode']),
  }
}
