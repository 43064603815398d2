import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Read} from '../../cluster/read.ts'
import {readSettings} from '../../network/entry/ingress/controller-settings.ts'
import {nameAt} from '../../network/entry/ingress/controllers/controller.ts'

const SYSTEM = 'kube-system'

/** How Cilium serves Ingresses is said there, and of which addresses kube-vip gives to load balancers: nothing else need show that they run. */
const KNOWN: readonly Read[] = ['cilium-config', 'kubevip'].map((name) => ({kind: 'ConfigMap', namespace: SYSTEM, name}))

/** The Application Gateway Ingress Controller, as Microsoft publishes it and as its chart names the image. */
const APPLICATION_GATEWAY = /azure-application-gateway\/kubernetes-ingress|application-gateway-kubernetes-ingress/

/** The community's ingress-nginx, as its own image, or by its program in another. */
const INGRESS_NGINX = /ingress-nginx\/controller|nginx-ingress-controller/

/**
 * The ConfigMaps that say what load balancers and controllers of Ingresses do: those of well-known names, that from which the Application Gateway Ingress
 * Controller takes its environment, and that which ingress-nginx names by --configmap. Each by its name, for others may hold anything.
 */
export function controllerReads(soFar: Cluster): readonly Read[] {
  const found = new Map<string, Read>()
  const add = (namespace: string, name: string) => found.set(`${namespace}/${name}`, {kind: 'ConfigMap', namespace, name})
  for (const [home, container] of containersOf(soFar)) {
    const image = textOf(container['image']) ?? ''
    if (APPLICATION_GATEWAY.test(image)) for (const name of environmentMaps(container)) add(home, name)
    const words = [...itemsOf(container['command']), ...itemsOf(container['args'])].filter((word) => typeof word === 'string')
    if (!INGRESS_NGINX.test(`${image} ${words[0]}`)) continue
    const named = readSettings(words).flags.get('configmap')
    if (named === undefined) continue
    const {namespace, name} = nameAt(named, {namespace: home})
    if (name !== '') add(namespace, name)
  }
  return [...KNOWN, ...found.values()]
}

function environmentMaps(container: Readonly<Record<string, unknown>>): readonly string[] {
  return itemsOf(container['envFrom']).flatMap((source) => textOf(valueAt(source, 'configMapRef', 'name')) ?? [])
}

function* containersOf({workloads, pods}: Cluster): Generator<readonly [namespace: string, container: Readonly<Record<string, unknown>>]> {
  const specs = [
    ...workloads.flatMap(({namespace, templates}) => templates.map(({spec}) => ({namespace, spec}))),
    ...pods.all.filter(({source}) => source === 'object'),
  ]
  for (const {namespace, spec} of specs)
    for (const container of itemsOf(fieldsOf(spec)['containers'])) yield [namespace, fieldsOf(container)]
}
