import {existsSync, statSync} from 'node:fs'
import {posix} from 'node:path'
import type {Input, InputProblem} from '../cluster/object.ts'
import {inflateBytes} from './file-bytes.ts'
import {readFailure} from './file-problem.ts'
import {readGitBlobs} from './git-blobs.ts'
import {listGitTree} from './git-tree.ts'
import {startReading} from './reading.ts'

export interface GitRevision {
  readonly revision: string
  /** As git takes it; undefined is that of the other input. */
  readonly path: string | undefined
}

/**
 * Reads the manifests of a revision; files are called `REV:/path`, so that paths beside one another stay so, and nameOfGitFile says it as git does.
 * @param beside a path that the other input names: where none is named, its like in the revision is meant
 * @throws UserError where there is no git, no repository, no such revision, or no manifest
 */
export async function readGitRevision({revision, path}: GitRevision, beside: string | undefined): Promise<Input> {
  const here = path === undefined && beside !== undefined && existsSync(beside) ? placeOf(beside) : {directory: '.', path}
  const {files, submodules} = await listGitTree(here.directory, revision, here.path)
  const blobs = await readGitBlobs(here.directory, files)
  const reading = startReading()
  for (const [index, file] of files.entries()) {
    const name = `${revision}:/${file.path}`
    const blob = blobs[index]
    if (blob) await reading.add(sourceOf(name, blob))
  }
  const notes = submodules === 0 ? [] : [`${submodules} submodules of git:${revision} were not read; name their directories to read them.`]
  const input = reading.finish(notes)
  return {...input, problems: input.problems.map((problem) => withGitName(problem, revision))}
}

/** `main:deploy/web.yaml`, as git itself calls a file of a revision. */
export function nameOfGitFile(file: string, {revision}: Pick<GitRevision, 'revision'>): string {
  return file.startsWith(`${revision}:/`) ? `${revision}:${file.slice(revision.length + 2)}` : file
}

/** The directory to run git in, and the path from there. */
function placeOf(path: string): {readonly directory: string; readonly path: string | undefined} {
  if (statSync(path).isDirectory()) return {directory: path, path: undefined}
  return {directory: posix.dirname(path), path: `./${posix.basename(path)}`}
}

function sourceOf(file: string, blob: Buffer): Parameters<ReturnType<typeof startReading>['add']>[0] {
  try {
    return {kind: 'file', file, bytes: inflateBytes(blob)}
  } catch (error) {
    return {kind: 'problem', problem: readFailure(file, error)}
  }
}

function withGitName(problem: InputProblem, revision: string): InputProblem {
  const file = nameOfGitFile(problem.file, {revision})
  return {...problem, file, message: problem.message.replaceAll(problem.file, file)}
}
