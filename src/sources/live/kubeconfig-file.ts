import {dirname, resolve} from 'node:path'
import {type Fields, fieldsOf, isMapping, itemsOf} from '../../cluster/fields.ts'
import {UserError} from '../../user-error.ts'
import {splitDocuments} from '../documents.ts'
import {indexLines} from '../line-index.ts'
import {readPossiblyEmptyFile} from '../named-file.ts'
import {parseYamlDocument} from '../yaml-document.ts'
import {type ClusterEntry, type ContextEntry, readCluster, readContext, readUser, text, type UserEntry} from './kubeconfig-entry.ts'

/** An entry and the file that defines it. */
export interface Named<Entry> {
  readonly file: string
  readonly entry: Entry
}

/** One kubeconfig, or several merged. */
export interface Definitions {
  readonly currentContext: string | undefined
  readonly clusters: ReadonlyMap<string, Named<ClusterEntry>>
  readonly users: ReadonlyMap<string, Named<UserEntry>>
  readonly contexts: ReadonlyMap<string, Named<ContextEntry>>
}

const HINT = 'see what kubectl makes of it: kubectl config view'

/**
 * Reads one kubeconfig. Relative paths in it are relative to its own folder, as kubectl has it.
 * @throws UserError where it cannot be read, is no YAML, or does not hold a kubeconfig
 */
export function readKubeConfigFile(file: string): Definitions {
  const document = parse(readPossiblyEmptyFile(file, 'name a readable kubeconfig with --kubeconfig').text, file)
  const read = {file, folder: dirname(resolve(file))}
  return {
    currentContext: text(document, 'current-context', file),
    clusters: named(document, 'clusters', 'cluster', (fields) => readCluster(fields, read), file),
    users: named(document, 'users', 'user', (fields) => readUser(fields, read), file),
    contexts: named(document, 'contexts', 'context', (fields) => readContext(fields, file), file),
  }
}

function parse(content: string, file: string): Fields {
  const first = [...splitDocuments(content)].find((part) => part.kind === 'document')
  if (first?.kind !== 'document') return {}
  const parsed = parseYamlDocument(content.slice(first.start, first.end))
  if (parsed.kind === 'flaw') {
    const {line, column} = indexLines(content)(first.start + parsed.offset)
    throw new UserError(`${file}:${line}:${column} ${parsed.what}`, parsed.fix)
  }
  if (isMapping(parsed.value)) return parsed.value
  throw new UserError(`${file} is no kubeconfig: it holds no mapping of fields`, HINT)
}

/** kubectl refuses two entries of one name in one file too. */
function named<Entry>(
  document: Fields,
  list: string,
  key: string,
  read: (fields: Fields) => Entry,
  file: string,
): ReadonlyMap<string, Named<Entry>> {
  const entries = new Map<string, Named<Entry>>()
  for (const item of itemsOf(document[list])) {
    const name = text(fieldsOf(item), 'name', file) ?? ''
    if (entries.has(name)) throw new UserError(`${file} defines the ${key} ${JSON.stringify(name)} twice`, 'remove or rename one of them')
    entries.set(name, {file, entry: read(fieldsOf(fieldsOf(item)[key]))})
  }
  return entries
}
