import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {labelOf, labelsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {Origin, Path} from '../../../cluster/object.ts'
import type {Ingress} from './ingress.ts'

export interface IngressClass {
  readonly name: string
  /** spec.controller: which implementation is to serve it. */
  readonly controller: string | undefined
  readonly isDefault: boolean
  /** RFC 3339, as text; '' where the input does not say when it was made. */
  readonly created: string
  readonly origin: Origin | undefined
}

/** What an Ingress says of who is to serve it. */
export type ClassChoice =
  | {
      readonly kind: 'class'
      readonly name: string
      readonly by: 'field' | 'annotation' | 'default'
      /** The IngressClass of that name, where the input has one. */
      readonly class: IngressClass | undefined
      /** From the Ingress's root to what names it; undefined for the default. */
      readonly path: Path | undefined
    }
  | {readonly kind: 'none'}

/** The annotation from before spec.ingressClassName; every controller still reads it. */
const ANNOTATION = 'kubernetes.io/ingress.class'
const DEFAULT = 'ingressclass.kubernetes.io/is-default-class'

export function ingressClassesOf({others}: Pick<Cluster, 'others'>): readonly IngressClass[] {
  return others.filter(({group, kind}) => kind === 'IngressClass' && /^(networking\.k8s\.io|extensions)$/.test(group)).map(readIngressClass)
}

function readIngressClass({name, object, origin}: OtherObject): IngressClass {
  return {
    name,
    controller: textOf(valueAt(object, 'spec', 'controller')),
    isDefault: labelOf(labelsOf(valueAt(object, 'metadata', 'annotations')), DEFAULT) === 'true',
    created: textOf(valueAt(object, 'metadata', 'creationTimestamp')) ?? '',
    origin,
  }
}

/**
 * The field, else the annotation, else the default class. The API server writes the default in when an Ingress without either is created, an empty one of
 * them included (plugin/pkg/admission/network/defaultingressclass); one that it has stored without class therefore has none.
 */
export function chooseClass(ingress: Ingress, classes: readonly IngressClass[]): ClassChoice {
  const {className, annotations, uid} = ingress
  const named = (name: string) =>
    nearest(
      classes.filter((one) => one.name === name),
      ingress,
    )
  if (className) return {kind: 'class', name: className, by: 'field', class: named(className), path: ['spec', 'ingressClassName']}
  const annotation = labelOf(annotations, ANNOTATION)
  if (annotation) {
    return {kind: 'class', name: annotation, by: 'annotation', class: named(annotation), path: ['metadata', 'annotations', ANNOTATION]}
  }
  const isOpen = className === undefined && annotation === undefined && uid === undefined
  const chosen = isOpen ? newestDefault(classes) : undefined
  return chosen
    ? {
        kind: 'class',
        name: chosen.name,
        by: 'default',
        class: nearest(
          classes.filter(({name}) => name === chosen.name),
          ingress,
        ),
        path: undefined,
      }
    : {kind: 'none'}
}

/** Of several defaults the newest counts, of equally old ones the first by name (ibid., getDefaultClass; until Kubernetes 1.25 the Ingress was refused). */
function newestDefault(classes: readonly IngressClass[]): IngressClass | undefined {
  return classes.filter(({isDefault}) => isDefault).toSorted((a, b) => compare(b.created, a.created) || compare(a.name, b.name))[0]
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** Of several definitions of one class that in the Ingress's own file, else the last, as applying them would leave it. */
function nearest(classes: readonly IngressClass[], {origin}: Ingress): IngressClass | undefined {
  return classes.findLast((one) => one.origin?.file === origin?.file) ?? classes.at(-1)
}
