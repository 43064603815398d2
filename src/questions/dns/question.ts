import {type Address, parseAddress} from '../../cluster/address.ts'
import {type DomainName, MAX_NAME_LENGTH, type NameFault, parseDomainName} from '../../network/dns/domain-name.ts'
import type {RecordType} from '../../network/dns/record.ts'
import {reverseNameOf, reverseZoneOf} from '../../network/dns/reverse-name.ts'
import {UserError} from '../../user-error.ts'
import {parseTargets, type Target} from '../target.ts'

/** What was asked: a name as somebody would type it into a program, an address, or a Service with all its names. */
export type Question =
  | {readonly kind: 'name'; readonly word: string; readonly name: DomainName; readonly types: readonly RecordType[]}
  | {readonly kind: 'address'; readonly address: Address; readonly name: DomainName; readonly types: readonly RecordType[]}
  /** Without types, all that a name can have. */
  | {readonly kind: 'service'; readonly target: Target; readonly types: readonly RecordType[] | undefined}

const SHAPES = 'a name is web, web.shop or web.shop.svc.cluster.local; a Service is svc/web'

/** Reads the words of the command line. `types` are those that were asked for. Throws a UserError for what can be neither name nor Service. */
export function parseQuestion(words: readonly string[], types: readonly RecordType[] | undefined): Question {
  const [word, ...more] = words
  if (word === undefined) throw new UserError('no name to ask for', SHAPES)
  if (more.length > 0 || isSlashed(word)) return {kind: 'service', target: parseServiceTarget(words), types}
  const address = parseAddress(word)
  if (address) {
    const reverse = parseDomainName(`${reverseNameOf(address)}.`)
    if ('name' in reverse) return {kind: 'address', address, name: reverse, types: types ?? ['PTR']}
  }
  const name = parseDomainName(word)
  if (!('name' in name)) throw new UserError(describeFault(word, name), hintFor(word, name))
  return {kind: 'name', word, name, types: types ?? usualTypes(name)}
}

/** `http://web` is no target, though it has slashes. */
function isSlashed(word: string): boolean {
  return word.includes('/') && !word.includes('://')
}

function parseServiceTarget(words: readonly string[]): Target {
  const targets = parseTargets(words, [])
  const [target, ...more] = targets
  if (target?.kind !== 'Service') {
    throw new UserError(
      `${words.join(' ')} has no name in DNS: Services have`,
      `ask as that pod or workload instead: svcscope dns kubernetes.default --from ${target?.word ?? 'pod/web-0'}`,
    )
  }
  if (more.length > 0) throw new UserError('one name at a time', SHAPES)
  if (target.name === undefined) throw new UserError(`${target.word} names no Service`, SHAPES)
  return target
}

/** What a program asks that wants to connect, or reads of a name that it can only mean one thing. */
function usualTypes({name, labels}: DomainName): readonly RecordType[] {
  if (reverseZoneOf(name) !== undefined) return ['PTR']
  if (labels[0] === 'dns-version') return ['TXT']
  return labels[0]?.startsWith('_') ? ['SRV'] : ['A', 'AAAA']
}

function describeFault(word: string, fault: NameFault): string {
  const shown = word.length > 80 ? `${word.slice(0, 60)}…` : word
  switch (fault.kind) {
    case 'empty':
      return word === '' ? 'the name is empty' : `"${shown}" is the root of DNS, and no name of the cluster`
    case 'empty-label':
      return `"${shown}" is no name: there is nothing between two of its dots, or before the first`
    case 'long-label':
      return `"${shown}" is no name: a part of it has ${fault.label.length} characters, and 63 is the most`
    case 'long-name':
      return `"${shown}" is no name: it has ${fault.length} characters, and ${MAX_NAME_LENGTH} is the most`
    case 'characters':
      return `"${shown}" is no name`
  }
}

function hintFor(word: string, fault: NameFault): string {
  if (fault.kind !== 'characters') return SHAPES
  const url = /^[a-z]+:\/\/([^/:]+)/i.exec(word)
  if (url) return `a URL is not asked of DNS, its host is: ${url[1]}`
  const port = /^([^:]+):\w+$/.exec(word)
  if (port) return `DNS knows no ports, leave it out: ${port[1]}`
  if (/[^\x20-\x7e]/.test(word)) return 'letters beyond ASCII are written in Punycode: xn--…'
  return 'its parts are letters, digits and hyphens inside, with dots between them'
}
