import type {Origin} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {IngressController} from '../../network/entry/ingress/controllers/controller.ts'
import {type Ingress, ingressesOf} from '../../network/entry/ingress/ingress.ts'
import {chooseClass, ingressClassesOf} from '../../network/entry/ingress/ingress-class.ts'
import {findInstallations} from '../../network/entry/ingress/installation.ts'
import {findServing} from '../../network/entry/ingress/serving.ts'
import type {ExposedEntry} from '../exposure/exposed-service.ts'
import type {Graph} from './graph.ts'

/** An Ingress with the ways that it makes to Services of the input. */
export interface PublishedIngress {
  readonly ingress: Ingress
  /** Who serves it; undefined where neither its class nor a controller of the input tells. */
  readonly controller: IngressController | undefined
  readonly entries: readonly ExposedEntry[]
}

const PUBLISHED = new WeakMap<Graph, readonly PublishedIngress[]>()

/** The Ingresses in scope, in the order of the input. */
export function publishedIngressesOf(graph: Graph): readonly PublishedIngress[] {
  const known = PUBLISHED.get(graph)
  if (known) return known
  const published = findPublished(graph)
  PUBLISHED.set(graph, published)
  return published
}

function findPublished(graph: Graph): readonly PublishedIngress[] {
  const {cluster, facts} = graph
  const ingresses = ingressesOf(cluster).filter(({namespace}) => graph.isInScope(namespace))
  if (ingresses.length === 0) return []
  const small = {...cluster, others: cluster.others.filter(({kind}) => kind !== 'Ingress')}
  const classes = ingressClassesOf(small)
  const input = {cluster: small, facts, classes, installations: findInstallations(small)}
  const entries = entriesByIngress(graph)
  return ingresses.map((ingress) => ({
    ingress,
    controller: findServing(ingress, chooseClass(ingress, classes), input).controller,
    entries: (ingress.origin ? entries.get(ingress.origin) : entries.get(nameOf(ingress))) ?? [],
  }))
}

/** By where the Ingress is written, for there may be several of one name; those of the API have names alone. */
function entriesByIngress(graph: Graph): ReadonlyMap<Origin | string, readonly ExposedEntry[]> {
  const found = new Map<Origin | string, ExposedEntry[]>()
  for (const {entries} of graph.exposed().services) {
    for (const entry of entries) {
      const reference = entry.through.findLast(({kind}) => kind === 'Ingress')
      if (entry.via !== 'Ingress' || !reference) continue
      obtain(found, entry.place?.origin ?? nameOf(reference), () => []).push(entry)
    }
  }
  return found
}

function nameOf({namespace, name}: {readonly namespace: string | null; readonly name: string}): string {
  return `${namespace ?? ''}/${name}`
}
