import {BlockList, isIP} from 'node:net'
import type {Environment} from './connection.ts'

/**
 * The proxy for a server by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as kubectl reads them (golang.org/x/net/http/httpproxy): lower case wins, a host
 * without a scheme is an http proxy, and nothing on this machine is ever asked through one.
 * @returns its URL
 */
export function chooseProxy(server: string, env: Environment): string | undefined {
  const url = new URL(server)
  const stated = url.protocol === 'https:' ? variable(env, 'https_proxy') : variable(env, 'http_proxy')
  if (stated === undefined || isExempt(url, variable(env, 'no_proxy') ?? '')) return undefined
  const proxy = /^[a-z][a-z\d+.-]*:\/\/./i.test(stated) ? stated : `http://${stated}`
  return URL.canParse(proxy) ? proxy : undefined
}

function variable(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()] || undefined
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = bare(url.hostname)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (host === 'localhost' || isLoopback(host)) return true
  const entries = noProxy.split(',').map((entry) => entry.trim().toLowerCase())
  return entries.some((entry) => entry === '*' || (entry !== '' && (isInRange(host, entry) || isNamed(host, port, entry))))
}

function isLoopback(host: string): boolean {
  return isInRange(host, '127.0.0.0/8') || isInRange(host, '::1/128') || isInRange(host, '::ffff:127.0.0.0/104')
}

function isInRange(host: string, entry: string): boolean {
  const [address = '', length, ...more] = entry.split('/')
  if (length === undefined || more.length > 0 || !/^\d+$/.test(length) || isIP(host) === 0) return false
  const family = isIP(address)
  if (family === 0 || Number(length) > (family === 4 ? 32 : 128)) return false
  const range = new BlockList()
  range.addSubnet(address, Number(length), family === 4 ? 'ipv4' : 'ipv6')
  return range.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6')
}

/** An address or a name, with or without a port; a name stands for its subdomains too, and `.name` for them alone. */
function isNamed(host: string, port: string, entry: string): boolean {
  const [, name = '', entryPort] = /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d*))?$/.exec(entry) ?? []
  if (name === '' || (entryPort !== undefined && entryPort !== '' && entryPort !== port)) return false
  const wanted = bare(name)
  if (isIP(wanted) !== 0) return isIP(host) === isIP(wanted) && isInRange(host, `${wanted}/${isIP(wanted) === 4 ? 32 : 128}`)
  const domain = wanted.startsWith('*.') ? wanted.slice(1) : wanted
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`)
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
}
