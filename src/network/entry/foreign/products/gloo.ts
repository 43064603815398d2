import type {OtherObject} from '../../../../cluster/cluster.ts'
import {fieldsOf, isMapping, textOf, valueAt} from '../../../../cluster/fields.ts'
import type {FindOthers, ForeignBackend, ForeignProduct, ForeignReading, ForeignRoute} from '../foreign-route.ts'
import {backendAt, hostsOf, type Item, itemsAt, prefixOf, readingOf, routeTo, textsOf} from '../reading.ts'

export const GLOO_PRODUCT: ForeignProduct = {
  name: 'Gloo Gateway',
  className: 'gloo',
  controller: {
    name: 'Gloo Gateway',
    implementation: /^$/,
    classNames: [],
    program: {runsIn: ({image}) => /(^|\/)gloo(-ee)?-envoy-wrapper(:|@|$)/.test(image), serves: () => true, namespaces: () => []},
    hasOwnCertificate: false,
    isShared: true,
  },
}

/**
 * A VirtualService of Gloo (docs.solo.io/gloo-edge, "VirtualService"): routes lead to a Service (`kube`) or to an Upstream, which names one, or is called
 * `namespace-name-port` where Gloo made it of a Service itself. RouteTables that it delegates to are followed.
 */
export function readGlooVirtualService(object: OtherObject, find: FindOthers): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const host = fieldsOf(spec['virtualHost'])
  const way = {hosts: hostsOf(textsOf(host['domains'])), tls: isMapping(spec['sslConfig'])}
  return readingOf(routesOf(itemsAt(host['routes'], ['spec', 'virtualHost', 'routes']), way, object, find, []))
}

function routesOf(
  items: readonly Item[],
  way: Pick<ForeignRoute, 'hosts' | 'tls'>,
  object: OtherObject,
  find: FindOthers,
  seen: readonly OtherObject[],
): readonly ForeignRoute[] {
  return items.flatMap(({fields, path}) => {
    const matchers = itemsAt(fields['matchers'], []).map((one) => one.fields)
    const prefix = matchers.length === 1 ? prefixOf(matchers[0]?.['prefix'] ?? matchers[0]?.['exact']) : undefined
    const action = fieldsOf(fields['routeAction'])
    const targets: readonly Item[] = [
      {fields: fieldsOf(action['single']), path: [...path, 'routeAction', 'single']},
      ...itemsAt(fieldsOf(action['multi'])['destinations'], [...path, 'routeAction', 'multi', 'destinations']).map((one) => ({
        fields: fieldsOf(one.fields['destination']),
        path: [...one.path, 'destination'],
      })),
    ]
    const own = targets.flatMap((target) => routeTo(backendOf(target, object, find), {...way, path: prefix}))
    const table = tableOf(fields['delegateAction'], object, find)
    if (!table || seen.includes(table)) return own
    const inner = itemsAt(valueAt(table.object, 'spec', 'routes'), [])
    // The place stays in the VirtualService: a RouteTable may be in another file.
    const further = routesOf(inner, way, table, find, [...seen, table])
    return [...own, ...further.map((one) => ({...one, backend: {...one.backend, path: [...path, 'delegateAction']}}))]
  })
}

function tableOf(action: unknown, object: OtherObject, find: FindOthers): OtherObject | undefined {
  const fields = fieldsOf(action)
  const {name, namespace} = isMapping(fields['ref']) ? fieldsOf(fields['ref']) : fields
  const place = textOf(namespace) ?? object.namespace
  return find('gateway.solo.io/RouteTable').find((one) => one.name === name && one.namespace === place)
}

function backendOf({fields, path}: Item, object: OtherObject, find: FindOthers): ForeignBackend | undefined {
  const kube = fieldsOf(fields['kube'])
  const {name, namespace} = fieldsOf(kube['ref'])
  if (textOf(name) !== undefined) return backendAt(object, {name, namespace, port: kube['port'], path: [...path, 'kube', 'ref', 'name']})
  const upstream = fieldsOf(fields['upstream'])
  const at = [...path, 'upstream', 'name']
  const place = textOf(upstream['namespace']) ?? object.namespace
  const found = find('gloo.solo.io/Upstream').find((one) => one.name === upstream['name'] && one.namespace === place)
  if (!found) return undefined
  const {serviceName, serviceNamespace, servicePort} = fieldsOf(valueAt(found.object, 'spec', 'kube'))
  return backendAt(object, {name: serviceName, namespace: serviceNamespace, port: servicePort, path: at})
}
