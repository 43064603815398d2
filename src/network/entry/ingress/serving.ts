import type {Cluster} from '../../../cluster/cluster.ts'
import {wasLookedFor} from '../../../cluster/read.ts'
import type {BrokenEntry} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {AKS_APP_ROUTING, findResource} from './controllers/aks-app-routing.ts'
import type {IngressController} from './controllers/controller.ts'
import {CONTROLLERS} from './controllers/controller-table.ts'
import {GCE} from './controllers/gce.ts'
import type {Ingress} from './ingress.ts'
import {brokenAt} from './ingress-backend.ts'
import type {ClassChoice, IngressClass} from './ingress-class.ts'
import type {Installation} from './installation.ts'

/** Who serves an Ingress, as far as the input tells. */
export interface Serving {
  readonly choice: ClassChoice
  /** Undefined where neither a class nor an installation names it. */
  readonly controller: IngressController | undefined
  /** Those of its installations that take the Ingress. */
  readonly installations: readonly Installation[]
  /** What is wrong with the class. */
  readonly broken: readonly BrokenEntry[]
}

export interface ServingInput {
  readonly cluster: Cluster
  readonly facts: EntryFacts
  readonly classes: readonly IngressClass[]
  readonly installations: readonly Installation[]
}

/** Finds who serves an Ingress: a running controller that takes its class, else the product that the class or its name is of. */
export function findServing(ingress: Ingress, choice: ClassChoice, input: ServingInput): Serving {
  const near = input.installations.filter(({pods}) => pods.some((pod) => input.cluster.counts(pod, ingress)))
  const taking = near.filter(({program, container, pods: [pod]}) => {
    const namespaces = program.namespaces(container, pod)
    return program.serves(container, choice) && (namespaces.length === 0 || namespaces.includes(ingress.namespace))
  })
  const controller = taking[0]?.controller ?? findController(ingress, choice, input)
  return {
    choice,
    controller,
    installations: taking.filter((one) => one.controller === controller),
    broken: faultsOf(ingress, choice, {...input, near, taking, controller}),
  }
}

function findController(ingress: Ingress, choice: ClassChoice, {cluster, facts: {cloud}}: ServingInput): IngressController | undefined {
  if (choice.kind === 'none') return cloud?.name === 'gke' || (!cloud && isForGke(ingress)) ? GCE : undefined
  if (findResource(cluster, choice)) return AKS_APP_ROUTING
  const implementation = choice.class?.controller
  if (implementation !== undefined) return CONTROLLERS.find((one) => one.implementation.test(implementation))
  return CONTROLLERS.find(({classNames}) => classNames.includes(choice.name))
}

/**
 * GKE takes what names no class, and knows no IngressClass (docs.cloud.google.com/kubernetes-engine/docs/concepts/ingress). Where no cloud is known,
 * annotations that only GKE reads tell that it is meant.
 */
function isForGke({annotations}: Ingress): boolean {
  return Object.keys(annotations).some((key) =>
    /^(networking\.gke\.io|ingress\.gcp\.kubernetes\.io)\/|^kubernetes\.io\/ingress\.(regional|global)-static-ip-name$/.test(key),
  )
}

interface Candidates extends ServingInput {
  readonly near: readonly Installation[]
  readonly taking: readonly Installation[]
  readonly controller: IngressController | undefined
}

/** A controller may run elsewhere than the input shows, so only what the input itself contradicts is at fault. */
function faultsOf(
  ingress: Ingress,
  choice: ClassChoice,
  {cluster, facts, classes, near: all, taking, controller}: Candidates,
): readonly BrokenEntry[] {
  if (taking.length > 0) return []
  const near = all.filter((one) => one.controller.isSideline !== true)
  const names = [...new Set(near.map(({controller: {name}}) => name))].join(' and ')
  if (choice.kind === 'none') {
    const isOpen = near.length === 0 || controller !== undefined
    return isOpen
      ? []
      : [brokenAt(ingress, ['spec'], 'no-class', `it names no class and there is no default: ${names} takes no Ingress without one`)]
  }
  if (facts.classes.has(choice.name)) return []
  const path = choice.path ?? ['spec']
  if (
    choice.by === 'field' &&
    !choice.class &&
    cluster.coverage &&
    wasLookedFor(cluster.coverage, 'IngressClass', {namespace: undefined, name: choice.name})
  ) {
    const has = [...new Set(classes.map(({name}) => name))].sort().join(', ')
    return [brokenAt(ingress, path, 'no-such-class', `there is no IngressClass "${choice.name}"${has === '' ? '' : ` (there is: ${has})`}`)]
  }
  const ofProduct = near.filter((one) => one.controller === controller)
  if (ofProduct.length === 0 || findResource(cluster, choice)) return []
  const said = choice.class?.controller === undefined ? '' : ` of ${choice.class.controller}`
  return [
    brokenAt(
      ingress,
      path,
      'not-served',
      `no ${ofProduct[0]?.controller.name} of the input takes class "${choice.name}"${said} in namespace ${ingress.namespace}`,
    ),
  ]
}
