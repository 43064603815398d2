import {type DocumentRange, splitDocuments} from './documents.ts'
import {type Flaw, INVALID_ITEM, type Parsed} from './input-rules.ts'
import {isJsonStream, readJsonStream} from './json-stream.ts'
import {findItems, type ItemRanges} from './large-list.ts'
import {isMapping} from './list-items.ts'
import {type Collector, collectContent, type DocumentBounds, type Manifest, type ManifestContent} from './manifest-content.ts'
import {parseYamlDocument} from './yaml-document.ts'

/** No object that a cluster keeps is nearly as large: etcd takes 1.5 MiB. Only a List may be larger, and is read item by item. */
const MAX_DOCUMENT = 16 * 1024 * 1024

/** Reads every object of a text. What cannot be read costs only itself. */
export async function readManifest(manifest: Manifest): Promise<ManifestContent> {
  const collector = collectContent(manifest)
  if (isJsonStream(manifest.text)) await readJson(collector, manifest.text)
  else readYaml(collector, manifest.text, 0, 0)
  return collector.content
}

async function readJson(collector: Collector, text: string): Promise<void> {
  let index = 0
  for (const part of await readJsonStream(text)) {
    if (part.kind === 'yaml') {
      readYaml(collector, text, part.start, index)
      return
    }
    const bounds: DocumentBounds = {syntax: 'json', start: part.start, end: part.end, content: part.start}
    collector.take(index, bounds, 0, part.parsed)
    index += 1
    if (collector.isFull()) {
      giveUp(collector, bounds, part.end)
      return
    }
  }
}

function readYaml(collector: Collector, text: string, from: number, first: number): void {
  for (const part of splitDocuments(text, from, first)) {
    const bounds: DocumentBounds = {syntax: 'yaml', start: part.start, end: part.end, content: part.start}
    if (part.kind === 'document') readDocument(collector, text, part)
    else if (part.kind === 'bad-separator') collector.reject(bounds, part.start, BAD_SEPARATOR)
    else collector.leaveOut(part.start, 'after a document end mark (...), where kubectl stops reading')
    if (collector.isFull()) {
      giveUp(collector, bounds, part.end)
      return
    }
  }
}

const BAD_SEPARATOR: Flaw = {
  rule: 'input/yaml-syntax',
  offset: 0,
  what: 'begins with --- but is no document separator',
  fix: 'put what follows --- on a line of its own; kubectl allows only a comment there',
}

function giveUp(collector: Collector, bounds: DocumentBounds, offset: number): void {
  collector.reject(bounds, offset, {
    rule: 'input/unreadable-file',
    offset: 0,
    what: 'and what follows was not read: there is too much that is no object, or too much at all',
    fix: 'name only manifests with -f',
  })
}

function readDocument(collector: Collector, text: string, {index, start, end, content}: DocumentRange): void {
  const bounds: DocumentBounds = {syntax: 'yaml', start, end, content}
  const items = end - start > MAX_DOCUMENT ? findItems(text, content, end) : undefined
  if (end - start <= MAX_DOCUMENT) collector.take(index, bounds, start, parseYamlDocument(text.slice(start, end)))
  else if (items === undefined) collector.reject(bounds, content, TOO_LARGE)
  else readLargeList(collector, text, index, bounds, items)
}

const TOO_LARGE: Flaw = {
  rule: 'input/too-large',
  offset: 0,
  what: `begins a document of more than ${MAX_DOCUMENT / 1024 / 1024} MiB that is no List`,
  fix: 'check how the file was made: etcd keeps no object above 1.5 MiB',
}

/** Reads a List item by item, so that a dump of a whole cluster takes no more memory than its objects do. */
function readLargeList(collector: Collector, text: string, index: number, bounds: DocumentBounds, ranges: ItemRanges): void {
  const list = parseYamlDocument(text.slice(bounds.start, ranges.first) + text.slice(ranges.end, bounds.end))
  if (list.kind === 'flaw') {
    collector.reject(bounds, bounds.content, {...list, offset: 0})
    return
  }
  const items: unknown[] = []
  for (const [number, start] of ranges.starts.entries()) {
    const end = ranges.starts[number + 1] ?? ranges.end
    const parsed = parseItem(text, start, end)
    if (parsed.kind === 'flaw') collector.reject({...bounds, start, end, content: start}, start, parsed)
    items.push(parsed.kind === 'value' ? parsed.value : undefined)
    if (collector.isFull()) break
  }
  collector.take(index, bounds, bounds.start, {kind: 'value', value: {...(list.value as object), items}})
}

/** An item stands in the text as a list of one. */
function parseItem(text: string, start: number, end: number): Parsed {
  if (end - start > MAX_DOCUMENT) return {kind: 'flaw', ...TOO_LARGE}
  const parsed = parseYamlDocument(text.slice(start, end))
  if (parsed.kind === 'flaw') return parsed
  const item: unknown = Array.isArray(parsed.value) ? parsed.value[0] : parsed.value
  return isMapping(item) ? {kind: 'value', value: item} : {kind: 'flaw', ...INVALID_ITEM}
}
