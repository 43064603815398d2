import {type Dirent, readdirSync, realpathSync, statSync} from 'node:fs'
import {extname, join} from 'node:path'
import type {InputProblem} from '../cluster/object.ts'
import {UserError} from '../user-error.ts'
import {errorCode, readFailure} from './file-problem.ts'

/** The files that were named, in order, and what could not be listed. `-` is standard input. */
export interface FileList {
  readonly files: readonly string[]
  readonly problems: readonly InputProblem[]
  /** Links to directories that were not followed. */
  readonly linkedDirectories: number
}

/** What kubectl takes for manifests inside a directory; ours may be gzip besides (`.yaml.gz`). */
const EXTENSIONS = new Set(['.json', '.yaml', '.yml'])
const SKIPPED = new Set(['node_modules', '.git'])

interface Listing {
  readonly files: string[]
  readonly problems: InputProblem[]
  /** Real paths, so that a file is read once however often it is reached. */
  readonly seen: Set<string>
  linkedDirectories: number
}

/**
 * Lists the files behind the arguments of `-f`: directories recursively, sorted name by name as kubectl walks them.
 * @throws UserError for an argument that names nothing, or nothing that could hold manifests
 */
export function listFiles(names: readonly string[]): FileList {
  const listing: Listing = {files: [], problems: [], seen: new Set(), linkedDirectories: 0}
  for (const name of names) {
    if (name === '-') addOnce(listing, '-', '-')
    else addNamed(listing, name)
  }
  return listing
}

function addNamed(listing: Listing, name: string): void {
  if (/^https?:\/\//i.test(name)) {
    throw new UserError(`${name} is a URL, and only files are read`, `fetch it first: curl -sSL ${name} | svcscope … -f -`)
  }
  let found: number
  try {
    found = statSync(name).isDirectory() ? addDirectory(listing, name) : addFile(listing, name)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errorCode(error))) {
      throw new UserError(`no such file or directory: ${name}`, 'check the path; it is relative to where svcscope runs')
    }
    listing.problems.push(readFailure(name, error))
    return
  }
  if (found === 0) {
    throw new UserError(`no manifests in ${name} (no *.yaml, *.yml or *.json)`, 'name a directory that has some, or a file of any name')
  }
}

function addFile(listing: Listing, path: string): 1 {
  addOnce(listing, path, realpathSync(path))
  return 1
}

function addOnce({files, seen}: Listing, path: string, identity: string): void {
  if (!seen.has(identity)) files.push(path)
  seen.add(identity)
}

/** @returns how many manifests it holds, those that could not be opened and those listed before included */
function addDirectory(listing: Listing, directory: string): number {
  let entries: Dirent[]
  try {
    entries = readdirSync(directory, {withFileTypes: true})
  } catch (error) {
    listing.problems.push(readFailure(directory, error))
    return 1
  }
  let found = 0
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name)
    if (entry.isSymbolicLink()) found += addLink(listing, path)
    else if (entry.isDirectory()) found += SKIPPED.has(entry.name) ? 0 : addDirectory(listing, path)
    else if (isManifestName(path)) found += addFile(listing, path)
  }
  return found
}

/** Links to files are followed, links to directories are not, as kubectl does: they can lead out of the tree or round in circles. */
function addLink(listing: Listing, path: string): number {
  try {
    if (statSync(path).isDirectory()) {
      listing.linkedDirectories += 1
      return 0
    }
    if (!isManifestName(path)) return 0
    return addFile(listing, path)
  } catch (error) {
    if (!isManifestName(path) && errorCode(error) !== 'ELOOP') return 0
    listing.problems.push(readFailure(path, error))
    return 1
  }
}

/** Whether a path below a directory would be read with it. */
export function isManifestPath(path: string): boolean {
  return isManifestName(path) && !path.split('/').some((name) => SKIPPED.has(name))
}

function isManifestName(path: string): boolean {
  return EXTENSIONS.has(extname(path.replace(/\.gz$/, '')))
}
