import {UserError} from '../user-error.ts'

/** One input as a word of a command line names it. */
export type NamedInput =
  /** A file, a directory, a saved snapshot; `-` is standard input. */
  | {readonly kind: 'files'; readonly path: string}
  /** A revision of a git repository; undefined path is that of the other input. */
  | {readonly kind: 'git'; readonly revision: string; readonly path: string | undefined}
  | {readonly kind: 'context'; readonly name: string}

/**
 * Reads `deploy/`, `-`, `git:main`, `git:main:deploy/` or `context:production`. A file that is called so is meant by `./git:main`.
 * @throws UserError for a word that names no revision or no context
 */
export function parseNamedInput(word: string): NamedInput {
  if (word.startsWith('context:')) {
    const name = word.slice('context:'.length)
    if (name === '') throw new UserError('context: names no context', 'write context:NAME; kubectl config get-contexts lists them')
    return {kind: 'context', name}
  }
  if (!word.startsWith('git:')) return {kind: 'files', path: word}
  const [, revision = '', path] = /^git:([^:]*)(?::(.*))?$/s.exec(word) ?? []
  if (revision === '')
    throw new UserError(`${word} names no revision`, 'write git:REV or git:REV:PATH, as in git:main, git:HEAD~1:deploy or git:v1.2.0')
  return {kind: 'git', revision, path: path === '' ? undefined : path}
}
