import type {AddressFamily} from '../../../cluster/address.ts'
import {isAffinitySet} from './chain-name.ts'
import type {Chain, Container, Element, Rule, Table} from './table.ts'

type Draft<T> = {-readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key]}

/**
 * Reads kube-proxy's tables out of what `nft list table` or `nft list ruleset` prints, with or without `-s` and `-a`; the tables of other programs
 * are passed over. Clients in affinity sets come and go: they are left out, and so are counters' figures.
 */
export function parseNftables(text: string): readonly Table[] {
  return [...text.matchAll(/^table (ip6?) kube-proxy \{[^\n]*\n(.*?)^\}/gms)].map(([, family, body = '']) =>
    parseTable(family === 'ip6' ? 'IPv6' : 'IPv4', body),
  )
}

function parseTable(family: AddressFamily, body: string): Table {
  const blocks = [...body.matchAll(/^\t(set|map|chain|counter) (\S+) \{[^\n]*\n(.*?)^\t\}/gms)]
  const of = (...kinds: readonly string[]) => blocks.filter(([, kind = '']) => kinds.includes(kind))
  return {
    family,
    counters: of('counter').map(([, , name = '']) => name),
    containers: of('set', 'map').map(([, kind, name = '', lines = '']) => parseContainer(kind === 'map' ? 'map' : 'set', name, lines)),
    chains: of('chain').map(([, , name = '', lines = '']) => parseChain(name, lines)),
  }
}

function parseContainer(kind: Container['kind'], name: string, text: string): Container {
  const [head = '', ...rest] = text.split(/^\t\telements = /m)
  const container: Draft<Container> = {kind, name, type: '', properties: [], elements: []}
  for (const line of linesOf(head)) {
    const [, word, value = ''] = /^(type|comment) (.*)$/.exec(line) ?? []
    if (word === 'type') container.type = value
    else if (word === 'comment') container.comment = unquote(value)
    else container.properties.push(line)
  }
  if (!isAffinitySet(name)) container.elements = splitElements(rest.join('')).map(parseElement)
  return container
}

/** At the commas outside of comments. */
function splitElements(text: string): readonly string[] {
  const inside = text.trim().replace(/^\{|\}$/g, '')
  return [...inside.matchAll(/(?:"[^"]*"|[^,"])+/g)].map(([element]) => element.trim()).filter((element) => element !== '')
}

function parseElement(text: string): Element {
  const [, key = '', comment, verdict] = /^(.*?)(?: comment "([^"]*)")?(?: : ([^"]*))?$/.exec(text) ?? []
  return {key: key.split(' . '), ...(verdict !== undefined && {verdict}), ...(comment !== undefined && {comment})}
}

function parseChain(name: string, text: string): Chain {
  const chain: Draft<Chain> = {name, rules: []}
  for (const line of linesOf(text)) {
    if (line.startsWith('comment "')) chain.comment = unquote(line.slice('comment '.length))
    else if (line.startsWith('type ')) chain.hook = line.split(';')[0] ?? ''
    else chain.rules.push(parseRule(line))
  }
  return chain
}

function parseRule(line: string): Rule {
  const [, text = '', comment] = /^(.*?)(?: comment "([^"]*)")?$/.exec(line) ?? []
  const uncounted = text.replace(/\bcounter packets \d+ bytes \d+ ?/, '').trimEnd()
  return {text: uncounted, ...(comment !== undefined && {comment})}
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/ # handle \d+$/, ''))
    .filter((line) => line !== '')
}

function unquote(text: string): string {
  return text.replace(/^"|"$/g, '')
}
