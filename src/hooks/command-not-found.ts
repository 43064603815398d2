import type {Hook} from '@oclif/core'
import {nearestWord} from '../questions/resemblance.ts'
import {writeStderr} from '../sinks/stdout.ts'

/** A word that is no command: one line and a hint, as every other mistake. */
const commandNotFound: Hook.CommandNotFound = async ({id, config}) => {
  const word = id.replaceAll(':', ' ')
  const near = nearestWord(
    word,
    config.commands.map((command) => command.id.replaceAll(':', ' ')),
  )
  writeStderr([
    `error: ${word} is no command of ${config.bin}`,
    near ? `  did you mean ${config.bin} ${near}?` : `  ${config.bin} --help lists them`,
  ])
  process.exitCode = 2
}

export default commandNotFound
