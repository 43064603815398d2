import {containerPortsOf, pathOfPort} from '../../../../src/cluster/container-port.ts'
import {referenceTo} from '../../../../src/cluster/identity.ts'
import {kustomizationsOver} from '../../../../src/cluster/kustomization.ts'
import {selectorFromLabels} from '../../../../src/cluster/label-selector.ts'
import type {Origin, Place} from '../../../../src/cluster/object.ts'
import type {Pod} from '../../../../src/cluster/pod.ts'
import type {Service, ServicePort} from '../../../../src/cluster/service.ts'
import {ownerOf} from '../../../../src/questions/pod-owner.ts'
import {misspell, pick} from '../chance.ts'
import type {FaultKind, Site} from '../fault.ts'
import type {Project} from '../planted.ts'
import {below, insertEntry, replaceScalar} from '../text-edit.ts'

/** A Service that reaches its pods, all of them of one manifest, as the input stands. */
interface Whole {
  readonly service: Service
  readonly at: Place
  readonly pod: Pod
  readonly podAt: Place
}

function wholeServices({judgements, isClean, cluster: {kustomizations}}: Project): readonly Whole[] {
  // What kustomize writes over may be right again once it is rendered.
  const isPatched = ({file}: Origin) => kustomizationsOver(kustomizations, file).some(({patchesLabels}) => patchesLabels)

  return judgements.flatMap(({service, verdict, backends: {pods}}): readonly Whole[] => {
    const [pod] = pods
    if (verdict !== 'resolved' || !service.selector || !pod?.origin || !service.origin) return []
    if (pods.some((other) => other.origin !== pod.origin || other.opaque || other.status !== undefined)) return []
    if (!isClean(service.origin) || !isClean(pod.origin) || isPatched(service.origin) || isPatched(pod.origin)) return []
    return [{service, at: {origin: service.origin, path: []}, pod, podAt: {origin: pod.origin, path: []}}]
  })
}

/** One letter of a label in the selector. */
const labelTypo: FaultKind = {
  name: 'label typo',
  rules: ['routing/selector', 'routing/nothing-selected'],
  consequences: {
    'exposure/node-port': 'it leads nowhere now, so no policy keeps anybody from it',
    'policy/no-default-deny': 'it is told of one Service of a namespace: now of another one',
  },
  sitesIn: (project) =>
    wholeServices(project).map(
      ({service, at}): Site => ({
        identity: service,
        plant: (chance) => {
          const {selectorLabels, namespace} = service
          const kustomizations = kustomizationsOver(project.cluster.kustomizations, at.origin.file)
          const keys = Object.keys(selectorLabels).filter((key) => !kustomizations.some((one) => Object.hasOwn(one.selectorLabels, key)))
          const key = pick(keys, chance)
          const value = key === undefined ? undefined : misspell(selectorLabels[key] ?? '', chance)
          if (key === undefined || value === undefined) return undefined
          if (project.cluster.pods.select(selectorFromLabels({...selectorLabels, [key]: value}), namespace).length > 0) return undefined
          const place = below(at, 'spec', 'selector', key)
          const text = replaceScalar(project.textOf(at.origin.file), place, value)
          const what = `selector ${key}: ${value} for ${selectorLabels[key]}`
          return text === undefined ? undefined : {what, file: at.origin.file, text, object: referenceTo(service), places: [place]}
        },
      }),
    ),
}

/** The Service in another namespace of the same project, where nothing has its labels. */
const wrongNamespace: FaultKind = {
  name: 'wrong namespace',
  rules: ['routing/other-namespace'],
  consequences: {
    'routing/no-such-service': 'an Ingress or a route of the old namespace names it',
    'exposure/node-port': 'it leads nowhere now, so no policy keeps anybody from it',
    'policy/no-default-deny': 'it is told of one Service of a namespace: now of another one',
  },
  sitesIn: (project) => {
    const {cluster} = project
    const stated = new Set([...cluster.services, ...cluster.workloads].flatMap((one) => (one.namespaceStated ? one.namespace : [])))
    return wholeServices(project).flatMap(({service, at, pod}): readonly Site[] => {
      if (!service.namespaceStated || !pod.namespaceStated) return []
      if (kustomizationsOver(cluster.kustomizations, at.origin.file).some(({namespace}) => namespace !== undefined)) return []
      // Whoever has the labels and states no namespace may be put into that one.
      if (!cluster.pods.select(service.selector ?? []).every(({namespaceStated}) => namespaceStated)) return []
      const others = [...stated].filter(
        (name) => name !== service.namespace && cluster.pods.select(service.selector ?? [], name).length === 0,
      )
      const plant: Site['plant'] = (chance) => {
        const namespace = pick(others, chance)
        const place = below(at, 'metadata', 'namespace')
        const text = namespace === undefined ? undefined : replaceScalar(project.textOf(at.origin.file), place, namespace)
        if (namespace === undefined || text === undefined) return undefined
        const what = `namespace ${namespace} for ${service.namespace}`
        return {what, file: at.origin.file, text, object: {...referenceTo(service), namespace}, places: [place]}
      }
      return [{identity: service, plant}]
    })
  },
}

/** Ports of a Service that name a container's. */
function namedTargets(
  project: Project,
): readonly (Whole & {readonly port: ServicePort; readonly target: string; readonly portAt: Place})[] {
  return wholeServices(project).flatMap((whole) =>
    whole.service.ports.flatMap((port) => {
      const {targetPort: target, protocol} = port
      if (typeof target !== 'string') return []
      const all = containerPortsOf(whole.pod.spec).filter(({name}) => name === target)
      const declared = all.find((one) => one.protocol === protocol)
      if (!declared || all.length > 1) return []
      return [{...whole, port, target, portAt: below(whole.podAt, ...whole.pod.specPath, ...pathOfPort(declared))}]
    }),
  )
}

/** A letter of the name that a container has for its port. */
const portRename: FaultKind = {
  name: 'port rename',
  rules: ['routing/target-port-name'],
  consequences: {
    'exposure/host-network-beside-service': 'the port is that of the node, and no Service leads to it any more',
    'routing/target-port-name': 'other Services name the same port',
    'routing/probe-port': 'probes name it too',
    'policy/named-port-missing': 'policies name it too',
  },
  sitesIn: (project) =>
    namedTargets(project).map(
      ({service, at, podAt, port, target, portAt}): Site => ({
        identity: service,
        plant: (chance) => {
          const name = misspell(target, chance) ?? `${target}s`
          const {file} = podAt.origin
          const text = replaceScalar(project.textOf(file), below(portAt, 'name'), name)
          const places = [below(at, 'spec', 'ports', port.index, 'targetPort')]
          return text === undefined
            ? undefined
            : {what: `container port ${name} for ${target}`, file, text, object: referenceTo(service), places}
        },
      }),
    ),
}

/** UDP for TCP, or the other way round, on one of two sides. */
const protocolFlip: FaultKind = {
  name: 'protocol flip',
  rules: ['routing/target-port-protocol'],
  consequences: {
    'routing/target-port-protocol': 'other Services lead to the same port',
    'routing/port-name-protocol': 'its name says another protocol',
    'policy/undeclared-port': 'policies are for the protocol that it had',
    'exposure/host-network-beside-service': 'the port is that of the node, and no Service leads to it any more',
  },
  sitesIn: (project) =>
    namedTargets(project).flatMap(({service, at, port, target, portAt}): readonly Site[] => {
      const flipped = port.protocol === 'TCP' ? 'UDP' : 'TCP'
      const place = below(at, 'spec', 'ports', port.index)
      const sides = [
        {side: 'the Service', where: place},
        {side: 'the container', where: portAt},
      ]
      return sides.map(({side, where}) => ({
        identity: service,
        plant: () => {
          const {file} = where.origin
          const before = project.textOf(file)
          const text = replaceScalar(before, below(where, 'protocol'), flipped) ?? insertEntry(before, where, 'protocol', flipped)
          if (text === undefined) return undefined
          return {what: `${target} ${flipped} on ${side}`, file, text, object: referenceTo(service), places: [below(place, 'targetPort')]}
        },
      }))
    }),
}

const KINDS = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'])

const noReplicas: FaultKind = {
  name: 'replicas 0',
  rules: ['routing/scaled-to-zero'],
  consequences: {},
  sitesIn: (project) => {
    const scaled = new Set(
      project.cluster.others
        .filter(({kind}) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
        .map(({object}) => (object['spec'] as {scaleTargetRef?: {name?: string}} | undefined)?.scaleTargetRef?.name),
    )
    return wholeServices(project).flatMap(({pod, podAt}): readonly Site[] => {
      const owner = ownerOf(pod)
      if (!KINDS.has(owner.kind) || pod.source !== 'template' || pod.identity.kind !== owner.kind || scaled.has(owner.name)) return []
      const plant: Site['plant'] = () => {
        const {file} = podAt.origin
        const before = project.textOf(file)
        const place = below(podAt, 'spec', 'replicas')
        const text = replaceScalar(before, place, 0) ?? insertEntry(before, below(podAt, 'spec'), 'replicas', '0')
        return text === undefined ? undefined : {what: 'replicas: 0', file, text, object: owner, places: [place]}
      }
      return [{identity: pod.identity, plant}]
    })
  },
}

export const serviceFaults: readonly FaultKind[] = [labelTypo, wrongNamespace, portRename, protocolFlip, noReplicas]
