import {type Address, parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {type DomainName, parseDomainName} from '../../network/dns/domain-name.ts'
import {UserError} from '../../user-error.ts'
import {nearestWord} from '../resemblance.ts'
import {parseTargets, type Target} from '../target.ts'

/** A port as it was typed: by number, or by the name that a Service has for it. Without `protocol`, of any. */
export interface AskedPort {
  readonly text: string
  /** Undefined for a name. */
  readonly number: number | undefined
  /** TCP, UDP or SCTP. */
  readonly protocol: string | undefined
}

/** What a connection is to be made to. `word` is what was typed. */
export type Asked =
  | {readonly kind: 'service'; readonly target: Target; readonly word: string}
  | {readonly kind: 'name'; readonly name: DomainName; readonly port: AskedPort | undefined; readonly word: string}
  | {readonly kind: 'address'; readonly address: Address; readonly port: AskedPort | undefined; readonly word: string}
  | {readonly kind: 'node'; readonly node: string; readonly port: AskedPort | undefined; readonly word: string}

const SHAPES = 'a target is svc/web:http, web.shop:80, http://web.shop, 10.0.46.28:80 or node-a:30080'

/** The ports that schemes of URLs stand for (IANA's registry, and what clients of databases and queues take). */
const SCHEMES: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  grpcs: 443,
  ftp: 21,
  ssh: 22,
  ldap: 389,
  ldaps: 636,
  amqp: 5672,
  amqps: 5671,
  redis: 6379,
  rediss: 6379,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mongodb: 27_017,
  nats: 4222,
  kafka: 9092,
}

/** Reads the words of the command line. Throws a UserError for what is no target of a connection. */
export function parseAsked(words: readonly string[], cluster: Cluster): Asked {
  const [word, ...more] = words
  if (word === undefined || word === '') throw new UserError('no target', SHAPES)
  if (more.length > 0) return askedService(words)
  const url = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(word)
  if (url) return parseUrl(url[1] ?? '', url[2] ?? '')
  const node = /^(?:no|nodes?)\/(.+)$/i.exec(word)?.[1]
  if (node !== undefined) {
    const {host, port} = splitPort(word, node)
    return {kind: 'node', node: host, port, word}
  }
  // A slash behind a colon is the protocol of a port.
  if (/^[^:]*\//.test(word)) return askedService(words)
  const {host, port} = splitPort(word, word)
  return askedHost(cluster, host, port, word)
}

function askedHost(cluster: Cluster, host: string, port: AskedPort | undefined, word: string): Asked {
  const address = parseAddress(host)
  if (address) return {kind: 'address', address, port, word}
  const isService = () => cluster.services.some(({name}) => name === host)
  if (cluster.nodes.has(host)) {
    if (isService()) throw new UserError(`${host} is a Service and a Node`, `say which: svc/${word} or node/${word}`)
    return {kind: 'node', node: host, port, word}
  }
  const near = host.includes('.') || isService() ? undefined : nearestWord(host, cluster.nodes.keys())
  if (
    near !== undefined &&
    nearestWord(
      host,
      cluster.services.map(({name}) => name),
    ) === undefined
  )
    throw new UserError(`neither a Service nor a Node is named ${shorten(host)} in the input`, `did you mean ${near}?`)
  // As everywhere else, a bare word is the name of a Service.
  return host.includes('.') ? askedName(host, port, word) : askedService([word])
}

function askedName(host: string, port: AskedPort | undefined, word: string): Asked {
  const name = parseDomainName(host)
  if (!('name' in name)) throw new UserError(`"${shorten(host)}" is neither a name nor an address`, SHAPES)
  if (name.labels[0]?.startsWith('_'))
    throw new UserError(`${host} is the name of an SRV record, to which nobody connects`, `see where it leads: svcscope dns ${host}`)
  return {kind: 'name', name, port, word}
}

function askedService(words: readonly string[]): Asked {
  const [target, ...more] = parseTargets(words, [])
  if (!target || more.length > 0) throw new UserError('one target at a time', SHAPES)
  if (target.kind !== 'Service')
    throw new UserError(`${target.word} is no target: connections go to Services and addresses`, 'name its address: 10.244.0.11:8080')
  if (target.name === undefined) throw new UserError(`${target.word} names no Service`, SHAPES)
  return {kind: 'service', target, word: words.join(' ')}
}

/** Scheme, host and port count. Who logs in, and what is asked for, do not, and are not shown either. */
function parseUrl(scheme: string, rest: string): Asked {
  const authority = rest.split(/[/?#]/)[0] ?? ''
  const place = authority.slice(authority.lastIndexOf('@') + 1)
  const word = `${scheme}://${place}`
  const {host, port} = splitPort(word, place)
  const transport = /^(tcp|udp|sctp)$/i.test(scheme) ? scheme.toUpperCase() : undefined
  const number = port?.number ?? SCHEMES[scheme.toLowerCase()]
  if (number === undefined) {
    throw new UserError(
      `${shorten(word)} names no port, and ${scheme} has no usual one`,
      `write it with its port: ${scheme}://${host}:8080`,
    )
  }
  const asked: AskedPort = {text: String(number), number, protocol: transport ?? port?.protocol ?? 'TCP'}
  const address = parseAddress(host)
  return address ? {kind: 'address', address, port: asked, word} : askedName(host, asked, word)
}

/** `web:80`, `web:http`, `10.0.0.10:53/udp`, `[fd00::1]:80`; an IPv6 address without brackets has no port. */
function splitPort(word: string, text: string): {readonly host: string; readonly port: AskedPort | undefined} {
  if (parseAddress(text)) return {host: text, port: undefined}
  const [, bracketed, plain = '', port, protocol] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^/]+)(?:\/(tcp|udp|sctp))?)?$/i.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === '') throw new UserError(`"${shorten(word)}" is neither a name nor an address`, SHAPES)
  return {host, port: port === undefined ? undefined : readPort(word, port, protocol?.toUpperCase())}
}

function readPort(word: string, text: string, protocol: string | undefined): AskedPort {
  const number = /^\d+$/.test(text) ? Number(text) : undefined
  const isFine = number === undefined ? /^[a-z0-9-]+$/i.test(text) : number > 0 && number < 65_536
  if (!isFine)
    throw new UserError(`"${shorten(word)}" names no port: ${shorten(text)} is none`, 'a port is 1 to 65535, or its name on the Service')
  return {text, number, protocol}
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 60)}…` : text
}
