import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {parseAllDocuments} from 'yaml'

/** Every v1 Service of a tree, as `file name`. */
export function countServices(path: string): readonly string[] {
  return countObjects(path, 'Service', /^v1$/)
}

/**
 * Every object of a kind in a tree, as `file name`, counted by other means than the program's: another YAML library, no schema, no shared code.
 * What does not parse is left to the program's own problems. `version` is what its apiVersion must match.
 */
export function countObjects(path: string, kind: string, version: RegExp): readonly string[] {
  return filesOf(path)
    .flatMap((file) => objectsIn(file, {kind, version}))
    .sort()
}

interface Wanted {
  readonly kind: string
  readonly version: RegExp
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return /\.(ya?ml|json)$/.test(path) ? [path] : []
  return readdirSync(path).flatMap((entry) => filesOf(join(path, entry)))
}

function objectsIn(file: string, wanted: Wanted): readonly string[] {
  const text = readFileSync(file, 'utf8')
  const mentioned = new RegExp(`\\b${wanted.kind}(List)?\\b`)
  // Most files need no second parse.
  if (!mentioned.test(text)) return []
  return text.split(/^---(?=\s|$).*$/m).flatMap((document) => {
    if (!mentioned.test(document)) return []
    return parseAllDocuments(document, {uniqueKeys: false, logLevel: 'silent'}).flatMap((parsed) => {
      if (parsed.errors.length > 0) return []
      return namesIn(parsed.toJS({maxAliasCount: 1_000}), undefined, wanted).map((name) => `${file} ${name}`)
    })
  })
}

type Loose =
  | {readonly apiVersion?: unknown; readonly kind?: unknown; readonly metadata?: {readonly name?: unknown} | null; readonly items?: unknown}
  | null
  | undefined

function namesIn(value: Loose, listKind: string | undefined, wanted: Wanted): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const kind = typeof value.kind === 'string' ? value.kind : listKind
  if (typeof value.kind === 'string' && /List$/.test(value.kind) && Array.isArray(value.items)) {
    const of = value.kind === 'List' ? undefined : value.kind.slice(0, -4)
    return value.items.flatMap((item: Loose) => namesIn(item, of, wanted))
  }
  const {apiVersion} = value
  const isOfGroup =
    (typeof apiVersion === 'string' && wanted.version.test(apiVersion)) || (apiVersion === undefined && listKind !== undefined)
  return kind === wanted.kind && isOfGroup ? [String(value.metadata?.name ?? null)] : []
}
