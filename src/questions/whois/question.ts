import {type Address, parseAddress} from '../../cluster/address.ts'
import {type DomainName, parseDomainName} from '../../network/dns/domain-name.ts'
import {UserError} from '../../user-error.ts'
import {readChainName} from '../proxy/nftables/chains.ts'

/** A port as it was typed: a number, or for a Service a name. Without `protocol`, of any. */
export interface PortQuestion {
  readonly text: string
  readonly number: number | undefined
  readonly protocol: string | undefined
}

/** What somebody found in a log, a rule or a packet, and wants to know the owner of. `word` is what was typed. */
export type Question = {readonly word: string} & (
  | {readonly kind: 'address'; readonly address: Address; readonly port: PortQuestion | undefined}
  | {readonly kind: 'node-port'; readonly port: PortQuestion}
  | {readonly kind: 'chain'; readonly chain: string}
  | {readonly kind: 'name'; readonly name: DomainName; readonly port: PortQuestion | undefined; readonly path: string | undefined}
)

const SHAPES = 'ask about an address, address:port, a node port, a chain (KUBE-SVC-…, service-…), a DNS name or a URL'
/** The ports that URLs without one are for. */
const SCHEMES: Readonly<Record<string, number>> = {http: 80, ws: 80, https: 443, wss: 443}

/** Reads the word of the command line. Throws a UserError for what can have no owner. */
export function parseQuestion(words: readonly string[]): Question {
  const [typed = '', ...more] = words
  const word = typed.trim()
  if (word === '') throw new UserError('nothing to look up', SHAPES)
  if (more.length > 0) throw new UserError('one thing at a time', SHAPES)
  const chain = word.replace(/^[@:]/, '')
  if (/^KUBE-[A-Z0-9-]+$/.test(chain) || readChainName(chain)) return {kind: 'chain', chain, word}
  if (/^kube-[a-z0-9]+-[a-z2-7]{16}$/i.test(chain)) return {kind: 'chain', chain: chain.toUpperCase(), word}
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(word) ?? []
  if (scheme !== undefined) return parseUrl(word, scheme.toLowerCase(), rest)
  const [, number, protocol] = /^:?(\d+)(?:\/(tcp|udp|sctp))?$/i.exec(word) ?? []
  if (number !== undefined) return {kind: 'node-port', port: portFrom(word, number, protocol), word}
  if (/^[0-9a-f.:]+\/\d+$/i.test(word)) throw new UserError(`${word} is a range, and has many owners`, 'ask about one address of it')
  return parseHost(word, word, undefined, undefined)
}

function parseUrl(word: string, scheme: string, rest: string): Question {
  const [authority = ''] = rest.split(/[/?#]/)
  const path = /^[^/?#]*(\/[^?#]*)/.exec(rest)?.[1] ?? '/'
  const usual = SCHEMES[scheme]
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  if (host === '') throw new UserError(`${shorten(word)} names no host`, SHAPES)
  return parseHost(word, host, usual === undefined ? undefined : {text: String(usual), number: usual, protocol: 'TCP'}, path)
}

function parseHost(word: string, text: string, usualPort: PortQuestion | undefined, path: string | undefined): Question {
  const whole = parseAddress(text.replace(/^\[(.*)\]$/, '$1'))
  if (whole) return {kind: 'address', address: whole, port: usualPort, word}
  const [, host = text, portText, protocol] = /^(\[[^\]]*\]|[^:]*):([a-z0-9-]+)(?:\/(tcp|udp|sctp))?$/i.exec(text) ?? []
  const port = portText === undefined ? usualPort : portFrom(word, portText, protocol)
  const address = parseAddress(host.replace(/^\[(.*)\]$/, '$1'))
  if (address) return {kind: 'address', address, port, word}
  const name = parseDomainName(host)
  if ('name' in name && !/^[\d.]+$/.test(name.name)) return {kind: 'name', name, port, path, word}
  throw new UserError(`"${shorten(word)}" is no address, port, chain or name`, hintFor(word))
}

function portFrom(word: string, text: string, protocol: string | undefined): PortQuestion {
  const number = /^\d+$/.test(text) ? Number(text) : undefined
  if (number !== undefined && (number < 1 || number > 65_535)) {
    throw new UserError(`${shorten(word)}: ${shorten(text)} is no port`, 'ports are numbers from 1 to 65535')
  }
  return {text, number, protocol: protocol?.toUpperCase()}
}

function hintFor(word: string): string {
  const [, kind = '', name = ''] = /^([a-z]+)\/([a-z0-9.-]+)$/i.exec(word) ?? []
  if (/^(svc|services?)$/i.test(kind)) return `a Service is asked about with svcscope resolve svc/${name}`
  if (kind !== '' && name !== '') return `objects are asked about with svcscope resolve ${kind}/${name}`
  return SHAPES
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 60)}…` : text
}
