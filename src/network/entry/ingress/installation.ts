import type {Cluster} from '../../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../../cluster/config-map.ts'
import {fieldsOf, itemsOf, labelsOf, textOf} from '../../../cluster/fields.ts'
import {type Labels, matchesLabels} from '../../../cluster/label-selector.ts'
import type {Pod} from '../../../cluster/pod.ts'
import type {Service} from '../../../cluster/service.ts'
import {isReadVariable, readSettings, writeSettings} from './controller-settings.ts'
import type {Configuration, Container, IngressController, Program} from './controllers/controller.ts'
import {CONTROLLERS} from './controllers/controller-table.ts'

/** A controller that the input shows running, by the workload that makes its pods. */
export interface Installation {
  readonly controller: IngressController
  readonly program: Program
  readonly container: Container
  /** Pods of one workload, at least one. */
  readonly pods: readonly [Pod, ...Pod[]]
}

/** Every controller that runs in the cluster, found by images, commands and labels of pods; of `controllers`, where others are looked for than those of Ingresses. */
export function findInstallations({pods}: Cluster, controllers: readonly IngressController[] = CONTROLLERS): readonly Installation[] {
  const found = new Map<string, Omit<Installation, 'pods'> & {readonly pods: [Pod, ...Pod[]]}>()
  for (const pod of pods.all) {
    for (const {controller, program, container} of programsOf(pod, controllers)) {
      const key = JSON.stringify([controller.name, pod.namespace, container.words, ...groupOf(pod)])
      const known = found.get(key)
      if (known) known.pods.push(pod)
      else found.set(key, {controller, program, container, pods: [pod]})
    }
  }
  return [...found.values()]
}

function programsOf(pod: Pod, controllers: readonly IngressController[]): readonly Omit<Installation, 'pods'>[] {
  return itemsOf(fieldsOf(pod.spec)['containers']).flatMap((value) => {
    const container = readContainer(value)
    return controllers.flatMap((controller) =>
      controller.program?.runsIn(container, pod) ? [{controller, program: controller.program, container}] : [],
    )
  })
}

/** Pods of one definition of one workload belong together. */
function groupOf({workload, target, origin}: Pod): readonly unknown[] {
  return [workload ?? target, origin?.file, ...(workload ? [] : [origin?.document, origin?.path])]
}

/** The Services that lead to an installation: those that select its pods, and those that it is told of. */
export function servicesOfInstallation({program, container, pods: [pod]}: Installation, cluster: Cluster): readonly Service[] {
  const selecting = cluster.services.filter(
    (service) => service.namespace === pod.namespace && service.selector !== undefined && matchesLabels(service.selector, pod.labels),
  )
  const told = program.servicesOf?.(container, pod, cluster) ?? []
  return [...new Set([...selecting, ...told])].filter((service) => cluster.counts({identity: service, origin: service.origin}, pod))
}

/**
 * What installations are told for all their Ingresses, each looked up once. Of several only what they all are told: where one keeps clients out, they come
 * by the other.
 */
export function configurationsOf(cluster: Cluster): (installations: readonly Installation[]) => Configuration | undefined {
  const known = new Map<Installation, Configuration | undefined>()
  const ask = (installation: Installation) => {
    if (!known.has(installation)) {
      const {program, container, pods} = installation
      const at = program.configMapOf?.(container, pods[0])
      const values = at && dataOfConfigMap(cluster, at.namespace, at.name)
      known.set(installation, values && {from: `ConfigMap ${at.namespace}/${at.name}`, values: labelsOf(values)})
    }
    return known.get(installation)
  }
  return ([first, ...others]) => {
    const own = first && ask(first)
    return own && others.every((other) => ask(other)?.from === own.from) ? own : undefined
  }
}

/**
 * Whether a container is a controller that is known, by its image alone or with its words: some say that it serves no Ingresses. Labels of its pod
 * that would have to say so count as there.
 */
export function isController(container: unknown): boolean {
  const read = readContainer(container)
  const image: Container = {...read, words: [], flags: new Map()}
  const pod = {labels: LABELS_OF_CONTROLLERS}
  return CONTROLLERS.some(({program}) => program?.runsIn(read, pod) || program?.runsIn(image, pod))
}

/** Labels of pods that tell them from others of the same image. */
export const LABELS_OF_CONTROLLERS: Labels = {istio: 'ingressgateway'}

function readContainer(value: unknown): Container {
  const {image, command, args, env} = fieldsOf(value)
  const settings = readSettings([...itemsOf(command), ...itemsOf(args)].filter((word) => typeof word === 'string'))
  const environment = itemsOf(env).flatMap((variable): readonly (readonly [string, string])[] => {
    const {name, value: text} = fieldsOf(variable)
    return isReadVariable(name) && typeof text === 'string' ? [[name, text]] : []
  })
  return {image: textOf(image) ?? '', words: writeSettings(settings), flags: settings.flags, environment: new Map(environment)}
}
