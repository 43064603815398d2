/** An element of an XML document. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  /** Of the element itself, without that of its children. */
  readonly text: string
}

const CHARACTER = /^[\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u
const ENTITIES: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'"}

/** Reads what a strict reader of XML 1.0 takes, without comments, sections and names of other spaces; throws for anything else. */
export function readXml(document: string): Element {
  if (!CHARACTER.test(document)) throw new Error('a character that XML does not have')
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!document.startsWith(head)) throw new Error('no declaration')
  const root = {name: '', attributes: {}, children: [] as Element[], text: ''}
  const open = [root]
  const tokens = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy
  tokens.lastIndex = head.length
  while (tokens.lastIndex < document.length) {
    const at = tokens.lastIndex
    const token = tokens.exec(document)
    const inner = open.at(-1)
    if (!token || !inner) throw new Error(`not well-formed at ${document.slice(at, at + 60)}`)
    const [, closed, opened, attributes = '', empty, text] = token
    if (text !== undefined) inner.text += decoded(text)
    else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`${closed} is closed, and is not open`)
    } else if (opened !== undefined) {
      const element = {name: opened, attributes: attributesOf(attributes), children: [] as Element[], text: ''}
      inner.children.push(element)
      if (empty === '') open.push(element)
    }
  }
  const [element, ...others] = root.children
  if (open.length !== 1 || !element || others.length > 0 || root.text.trim() !== '') throw new Error('not one whole element')
  return element
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => {
    // A reader makes blanks of them.
    if (/[\t\n\r]/.test(value)) throw new Error(`a line break in ${name}`)
    return [name, decoded(value)]
  })
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error('an attribute twice')
  return Object.fromEntries(pairs)
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w*));?/g, (whole, code: string | undefined, name: string) => {
    const sign = code === undefined ? ENTITIES[name] : String.fromCodePoint(Number(code))
    if (sign === undefined || !whole.endsWith(';')) throw new Error(`no entity: ${whole}`)
    return sign
  })
}
