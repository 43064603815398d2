import type {Cluster} from '../../cluster/cluster.ts'
import {type Fields, fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import {normalizeName} from '../../network/dns/domain-name.ts'
import {type Owner, portName, serviceName} from './owner.ts'

/** The Services that Ingresses send a host to, with a path the one whose path fits best (Exact before the longest prefix). */
export function ownersByIngress(cluster: Cluster, host: string, path: string | undefined): readonly Owner[] {
  const ingresses = cluster.others.filter(
    ({group, kind}) => kind === 'Ingress' && (group === 'networking.k8s.io' || group === 'extensions'),
  )
  return ingresses.flatMap(({object, namespace, name}) => {
    const rules = itemsOf(valueAt(object, 'spec', 'rules')).map(fieldsOf)
    const paths = rules
      .filter((rule) => fitsHost(textOf(rule['host']), host))
      .flatMap((rule) => itemsOf(valueAt(rule, 'http', 'paths')).map(fieldsOf))
    const chosen = path === undefined ? paths : bestPath(paths, path)
    return chosen.flatMap((one) => ownerOf(cluster, namespace, name, host, one) ?? [])
  })
}

/** `*.example.com` stands for one label more. A rule for every host owns none. */
function fitsHost(stated: string | undefined, host: string): boolean {
  if (stated === undefined) return false
  const known = normalizeName(stated)
  return known.startsWith('*.') ? host.split('.').slice(1).join('.') === known.slice(2) : known === host
}

function bestPath(paths: readonly Fields[], path: string): readonly Fields[] {
  const fitting = paths.filter((one) => fitsPath(textOf(one['path']) ?? '/', textOf(one['pathType']), path))
  const rank = (one: Fields) => (one['pathType'] === 'Exact' ? 100_000 : 0) + (textOf(one['path']) ?? '').length
  return fitting.toSorted((a, b) => rank(b) - rank(a)).slice(0, 1)
}

/** Prefixes end where a part of the path does; what an implementation makes of its own type is taken for a prefix. */
function fitsPath(stated: string, type: string | undefined, path: string): boolean {
  if (type === 'Exact') return path === stated
  const prefix = stated.replace(/\/$/, '')
  return path === prefix || path.startsWith(`${prefix}/`)
}

function ownerOf(cluster: Cluster, namespace: string, ingress: string, host: string, path: Fields): Owner | undefined {
  const backend = fieldsOf(valueAt(path, 'backend', 'service'))
  const name = textOf(backend['name']) ?? textOf(valueAt(path, 'backend', 'serviceName'))
  if (name === undefined) return undefined
  const {number, name: portText} = fieldsOf(backend['port'])
  const service = cluster.services.find((one) => one.namespace === namespace && one.name === name)
  const port = service?.ports.find((one) => (portText === undefined ? one.port === number : one.name === portText))
  const where = `${host}${textOf(path['path']) ?? '/'}`
  return {
    kind: 'ingress',
    sentence: `${where} of Ingress ${namespace}/${ingress}, which leads to ${serviceName({namespace, name})}${port ? `, port ${portName(port)}` : ''}${service ? '' : ' (not in the input)'}`,
    ...(service && {service}),
    ...(port && {port}),
  }
}
