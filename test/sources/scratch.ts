import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {Readable} from 'node:stream'
import {afterAll} from 'vitest'
import type {Input} from '../../src/cluster/object.ts'
import {type FileInputs, readFiles} from '../../src/sources/files.ts'
import {UserError} from '../../src/user-error.ts'

/** A directory for one test file, gone afterwards. Others may enter it, for tests as another user. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'svcscope-sources-'))
  afterAll(() => rmSync(directory, {recursive: true, force: true}))
  return directory
}

/** Writes files under a directory, by their paths in it. */
export function writeFiles(directory: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), {recursive: true})
    writeFileSync(join(directory, name), content)
  }
}

export function read(filenames: readonly string[], stdin: string | Buffer = '', others: Partial<FileInputs> = {}): Promise<Input> {
  return readFiles({filenames, ...others}, {stdin: Readable.from(stdin.length === 0 ? [] : [stdin])})
}

/** Reads a text as standard input. */
export function readText(text: string | Buffer): Promise<Input> {
  return read(['-'], text)
}

/** The user's error that reading ends with; any other outcome fails the test. */
export async function errorOf(reading: Promise<Input>): Promise<{readonly message: string; readonly hint: string}> {
  try {
    await reading
  } catch (error) {
    if (error instanceof UserError) return {message: error.message, hint: error.hint}
    throw error
  }
  throw new Error('it was read without an error')
}

export function namesOf(input: Input): readonly string[] {
  return input.objects.map(({object}) => {
    const metadata = object['metadata'] as {name?: unknown} | null | undefined
    return `${object['kind']}/${metadata?.name}`
  })
}
