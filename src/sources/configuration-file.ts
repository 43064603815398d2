import {access} from 'node:fs/promises'
import type {StatedFile} from './stated-file.ts'
import {readTextFile} from './text-file.ts'

/** Where a configuration is looked for, in the working directory. */
const USUAL = 'svcscope.yaml'

const HINT = 'it states cloud, classes and nodes, as in cloud: azure'

/**
 * The configuration that a flag names, or that the working directory has; undefined where there is neither. Throws a UserError where one that is named
 * cannot be read, and where one is no YAML.
 */
export async function readConfigurationFile(named: string | undefined): Promise<StatedFile | undefined> {
  if (named === undefined && !(await isThere(USUAL))) return undefined
  const file = named ?? USUAL
  const text = await readTextFile(file, `the configuration ${file}`, HINT)
  // The YAML library with positions costs tens of milliseconds at the start: only those pay who have such a file.
  const {parseStatedFile} = await import('./stated-file.ts')
  return parseStatedFile(file, text, {noun: 'a configuration', hint: HINT})
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}
