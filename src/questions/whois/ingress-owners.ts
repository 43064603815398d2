import type {Cluster} from '../../cluster/cluster.ts'
import {type Ingress, type IngressRoute, ingressesOf} from '../../network/entry/ingress/ingress.ts'
import {fitsHost} from '../../network/entry/ingress/ingress-host.ts'
import {bestPaths} from '../../network/entry/ingress/ingress-path.ts'
import {type Owner, portName, serviceName} from './owner.ts'

/** The Services that Ingresses send a host to, with a path those whose path fits best. A rule for every host owns none. */
export function ownersByIngress(cluster: Cluster, host: string, path: string | undefined): readonly Owner[] {
  return ingressesOf(cluster).flatMap((ingress) => {
    const routes = ingress.routes.filter((route) => route.host !== undefined && fitsHost(route.host, host))
    const chosen = path === undefined ? routes : bestPaths(routes, path)
    return chosen.flatMap((route) => ownerOf(cluster, ingress, host, route) ?? [])
  })
}

function ownerOf(cluster: Cluster, ingress: Ingress, host: string, {path, backend}: IngressRoute): Owner | undefined {
  if (backend.kind !== 'service') return undefined
  const {namespace} = ingress
  const {name, port: wanted} = backend
  const service = cluster.services.find((one) => one.namespace === namespace && one.name === name)
  const port = service?.ports.find((one) => (typeof wanted === 'string' ? one.name === wanted : one.port === wanted))
  const where = `${host}${path ?? '/'}`
  return {
    kind: 'ingress',
    sentence: `${where} of Ingress ${namespace}/${ingress.name}, which leads to ${serviceName({namespace, name})}${port ? `, port ${portName(port)}` : ''}${service ? '' : ' (not in the input)'}`,
    ...(service && {service}),
    ...(port && {port}),
  }
}
