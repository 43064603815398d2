import type {Input, Path, Position} from '../cluster/object.ts'
import {findItems, type ItemRanges} from './large-list.ts'
import {indexLines} from './line-index.ts'
import type {StoredDocument} from './manifest-content.ts'
import type {YamlFinder} from './yaml-positions.ts'

/** A text that positions can be looked up in. */
export interface LocatableText {
  readonly text: string
  readonly documents: ReadonlyMap<number, StoredDocument>
}

/** A document above this size (in characters) is narrowed to the one item before it is parsed for positions. */
const MAX_UNNARROWED = 65_536
/** A document above this size is not parsed for positions at all: it would take seconds. */
const MAX_PARSED = 2 * 1024 * 1024
/** Findings come object by object, so a few parsed documents are enough to keep. */
const KEPT = 32

type OffsetOf = (path: Path) => number

/** Makes `Input.locate` for texts, by file. The parsers for it are only loaded when the first position is asked for. */
export function createLocator(texts: ReadonlyMap<string, LocatableText>): Input['locate'] {
  const lines = new Map<string, (offset: number) => Position>()
  const finders = new Map<string, Promise<OffsetOf>>()

  const finderFor = (key: string, make: () => Promise<OffsetOf>): Promise<OffsetOf> => {
    const finder = finders.get(key) ?? make()
    finders.delete(key)
    finders.set(key, finder)
    const oldest = finders.keys().next().value
    if (finders.size > KEPT && oldest !== undefined) finders.delete(oldest)
    return finder
  }

  return async ({origin, path}) => {
    const source = texts.get(origin.file)
    const document = source?.documents.get(origin.document)
    if (origin.renderedFrom !== undefined || source === undefined || document === undefined) return undefined
    const positionAt = lines.get(origin.file) ?? indexLines(source.text)
    lines.set(origin.file, positionAt)
    const whole = [...origin.path, ...path]
    const item = itemToNarrowTo(document, whole)
    const offsetOf = await finderFor(`${origin.file}\0${origin.document}\0${item}`, () => openDocument(source.text, document, item))
    return positionAt(offsetOf(whole))
  }
}

function itemToNarrowTo({syntax, start, end}: StoredDocument, path: Path): number | undefined {
  const [list, index] = path
  return syntax === 'yaml' && end - start > MAX_UNNARROWED && list === 'items' && typeof index === 'number' ? index : undefined
}

async function openDocument(text: string, document: StoredDocument, item: number | undefined): Promise<OffsetOf> {
  const {syntax, start, end, content} = document
  if (syntax === 'json') return (await import('./json-positions.ts')).findInJson(text, start)
  const {findInYaml} = await import('./yaml-positions.ts')
  const narrowed = item === undefined ? undefined : openItem(text, document, item, findInYaml)
  if (narrowed !== undefined) return narrowed
  if (end - start > MAX_PARSED) return () => content
  const {offsetOf} = findInYaml(text.slice(start, end))
  return (path) => start + offsetOf(path)
}

/** Parses one item of a List alone. Its kind and name must be the ones that were read, for it was found by its indentation only. */
function openItem(text: string, document: StoredDocument, item: number, find: (text: string) => YamlFinder): OffsetOf | undefined {
  const ranges = itemsOf(text, document)
  const start = ranges?.starts[item]
  if (ranges === undefined || start === undefined) return undefined
  const {offsetOf, scalarAt} = find(text.slice(start, ranges.starts[item + 1] ?? ranges.end))
  const read = (document.root as {items?: readonly unknown[]}).items?.[item] as
    | {kind?: unknown; metadata?: {name?: unknown} | null}
    | undefined
  const isSame = scalarAt([0, 'kind']) === textOf(read?.kind) && scalarAt([0, 'metadata', 'name']) === textOf(read?.metadata?.name)
  return isSame ? (path) => start + offsetOf([0, ...path.slice(2)]) : undefined
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value)
}

const itemRanges = new WeakMap<StoredDocument, ItemRanges | undefined>()

function itemsOf(text: string, document: StoredDocument): ItemRanges | undefined {
  if (!itemRanges.has(document)) itemRanges.set(document, findItems(text, document.content, document.end))
  return itemRanges.get(document)
}
