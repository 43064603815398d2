import {existsSync} from 'node:fs'
import {posix} from 'node:path'
import {UserError} from '../user-error.ts'
import {isManifestPath} from './file-list.ts'
import {runGit} from './git-program.ts'

/** A file of a revision. `content` is what git calls it: the hash of its content, or for a link the path to follow. */
export interface GitFile {
  /** From the top of the repository. */
  readonly path: string
  readonly content: string
}

/** The manifests of a path of a revision, sorted name by name as those of a directory are. */
export interface GitTree {
  readonly files: readonly GitFile[]
  /** Directories of other repositories, which a revision only points at. */
  readonly submodules: number
}

/**
 * Lists the manifests of a revision without touching the working tree.
 * @param path from the top of the repository, or with `./` or `../` from `directory`, as git has it; undefined is `directory`
 * @throws UserError where there is no repository, no such revision, or nothing at the path
 */
export async function listGitTree(directory: string, revision: string, path: string | undefined): Promise<GitTree> {
  const tree = await findTree(directory, revision)
  const {output: shown} = await runGit(directory, ['rev-parse', '--show-prefix'])
  const prefix = shown.toString('utf8').replace(/\n$/, '')
  const root = pathFromTop(path, prefix)
  if (root.startsWith('..')) throw new UserError(`git:${revision}:${path} is outside of the repository`, 'name a path inside of it')
  const {output} = await runGit(directory, ['ls-tree', '-r', '-z', '--full-tree', tree, ...(root === '' ? [] : ['--', root])])
  const entries = output.toString('utf8').split('\0').flatMap(readEntry)
  if (entries.length === 0) throw nothingAt(directory, revision, path, prefix, root)
  const isFile = entries.length === 1 && entries[0]?.path === root
  const files = entries
    .filter((entry) => entry.kind !== 'commit' && (isFile || isManifestPath(entry.path.slice(root.length))))
    .map(({path, hash, kind}): GitFile => ({path, content: kind === 'link' ? `${tree}:${path}` : hash}))
  if (files.length === 0)
    throw new UserError(
      `no manifests in git:${revision}${root === '' ? '' : `:${root}`} (no *.yaml, *.yml or *.json)`,
      'name a directory that has some, or a file of any name',
    )
  return {files: files.sort(byNames), submodules: entries.filter(({kind}) => kind === 'commit').length}
}

async function findTree(directory: string, revision: string): Promise<string> {
  const {output, isDone, complaint} = await runGit(directory, ['rev-parse', '--verify', '--end-of-options', `${revision}^{tree}`])
  if (isDone) return output.toString('utf8').trim()
  if (/not a git repository/i.test(complaint))
    throw new UserError(`git:${revision}: there is no git repository here`, 'run svcscope inside of one, or name a directory')
  if (/dubious ownership/i.test(complaint))
    throw new UserError(`git:${revision}: git does not trust the owner of the repository`, 'git status in it says how to allow it')
  throw new UserError(
    `unknown revision ${revision}`,
    'git log shows what there is; a shallow clone has only its newest commits: git fetch --unshallow (in CI, fetch-depth: 0)',
  )
}

function pathFromTop(path: string | undefined, prefix: string): string {
  const whole = path === undefined ? prefix : /^\.\.?(\/|$)/.test(path) ? posix.join(prefix, path) : posix.normalize(path)
  return whole.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '')
}

interface Entry {
  readonly kind: 'file' | 'link' | 'commit'
  readonly hash: string
  readonly path: string
}

const KINDS: Readonly<Record<string, Entry['kind']>> = {'100644': 'file', '100755': 'file', '120000': 'link', '160000': 'commit'}

/** `<mode> SP <type> SP <object> TAB <file>` (git help ls-tree). */
function readEntry(line: string): readonly Entry[] {
  const [, mode = '', hash = '', path = ''] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? []
  const kind = KINDS[mode]
  // A link is asked for by its path, one a line.
  return kind === undefined || (kind === 'link' && path.includes('\n')) ? [] : [{kind, hash, path}]
}

function nothingAt(directory: string, revision: string, path: string | undefined, prefix: string, root: string): UserError {
  const isHere = path !== undefined && prefix !== '' && existsSync(posix.join(directory, path))
  return new UserError(
    `nothing at ${root === '' ? 'all' : root} in revision ${revision}`,
    isHere
      ? `paths are those from the top of the repository: git:${revision}:./${path} is one from here`
      : 'check the path: git ls-tree -r --name-only REV lists them',
  )
}

/** Name by name, as directories are walked. */
function byNames(a: GitFile, b: GitFile): number {
  const [left, right] = [a.path.split('/'), b.path.split('/')]
  const at = left.findIndex((name, index) => name !== right[index])
  return (left[at] ?? '') < (right[at] ?? '') ? -1 : 1
}
