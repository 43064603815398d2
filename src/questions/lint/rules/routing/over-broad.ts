import type {Cluster} from '../../../../cluster/cluster.ts'
import {containerPortsOf} from '../../../../cluster/container-port.ts'
import {fieldsOf, itemsOf, labelOf, textOf} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import type {Service, ServicePort} from '../../../../cluster/service.ts'
import {enumerate, ownerName} from '../../../naming.ts'
import type {Judgement} from '../../../resolve/judgement.ts'
import {areAppliedTogether} from '../../applied-together.ts'
import type {Found, Rule} from '../../rule.ts'

export const overBroad: Rule = {
  id: 'routing/over-broad',
  severity: 'warning',
  title: 'a selector that takes in pods of another application',
  why: 'A Service spreads its connections over every pod that bears its labels. Pods of another workload that share them, but do not listen on the port, get their part and refuse it: some requests fail, and which is chance.',
  fix: 'Add a label to the selector that only the pods meant bear (app.kubernetes.io/component, tier).',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: blog, namespace: shop}
spec:
  selector:
    app: blog
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: blog, namespace: shop}
spec:
  selector: {matchLabels: {app: blog, tier: front}}
  template:
    metadata: {labels: {app: blog, tier: front}}
    spec: {containers: [{name: app, image: wordpress:6, ports: [{containerPort: 80}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: blog-mysql, namespace: shop}
spec:
  selector: {matchLabels: {app: blog, tier: mysql}}
  template:
    metadata: {labels: {app: blog, tier: mysql}}
    spec: {containers: [{name: app, image: mysql:9, ports: [{containerPort: 3306}]}]}
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: blog, namespace: shop}
spec:
  selector:
    app: blog
    tier: front
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: blog, namespace: shop}
spec:
  selector: {matchLabels: {app: blog, tier: front}}
  template:
    metadata: {labels: {app: blog, tier: front}}
    spec: {containers: [{name: app, image: wordpress:6, ports: [{containerPort: 80}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: blog-mysql, namespace: shop}
spec:
  selector: {matchLabels: {app: blog, tier: mysql}}
  template:
    metadata: {labels: {app: blog, tier: mysql}}
    spec: {containers: [{name: app, image: mysql:9, ports: [{containerPort: 3306}]}]}
`,
  check: ({cluster, judgements}) => judgements().flatMap((judgement) => findStrangers(cluster, judgement)),
}

/**
 * A port number that is not declared proves nothing by itself. Here pods of one workload declare the very number, and those of another declare ports,
 * but not this one. Who asks DNS for a headless Service knows what it is for.
 */
function findStrangers(cluster: Cluster, {service, backends}: Judgement): readonly Found[] {
  if (service.headless || backends.pods.length < 2) return []
  const groups = groupByWorkload(backends.pods.filter((pod) => isServing(cluster, service, pod)))
  if (groups.length < 2) return []
  for (const port of service.ports) {
    if (typeof port.targetPort !== 'number') continue
    const meant = groups.filter((pod) => declares(pod, port))
    const strangers = groups.filter((pod) => !declares(pod, port) && isAnotherApplication(pod, meant))
    if (meant.length > 0 && strangers.length > 0) return [describe(service, port, meant, strangers)]
  }
  return []
}

/** Of what may be an alternative to the Service's own pods nothing is known. */
function isServing(cluster: Cluster, service: Service, pod: Pod): boolean {
  return pod.replicas !== 0 && !pod.finished && areAppliedTogether(cluster, service.origin, pod.origin)
}

/** One pod of each workload. */
function groupByWorkload(pods: readonly Pod[]): readonly Pod[] {
  return [...new Map(pods.map((pod) => [ownerName(pod), pod])).values()]
}

function declares({spec}: Pod, {targetPort, protocol}: ServicePort): boolean {
  return containerPortsOf(spec).some((port) => port.containerPort === targetPort && port.protocol === protocol)
}

/** By its ports; where it declares none, by another label of the application or its part, and other images. */
function isAnotherApplication(pod: Pod, meant: readonly Pod[]): boolean {
  if (containerPortsOf(pod.spec).length > 0) return true
  const images = imagesOf(pod)
  return meant.every(
    (other) =>
      APPLICATION_LABELS.some((key) => (labelOf(pod.labels, key) ?? '') !== (labelOf(other.labels, key) ?? '')) &&
      !imagesOf(other).some((image) => images.includes(image)),
  )
}

const APPLICATION_LABELS = ['app.kubernetes.io/name', 'app.kubernetes.io/component', 'app', 'k8s-app', 'component', 'tier', 'role']

/** Without tag and digest. */
function imagesOf({spec}: Pod): readonly string[] {
  return itemsOf(fieldsOf(spec)['containers']).flatMap((container) => textOf(fieldsOf(container)['image'])?.replace(/[:@][^/]*$/, '') ?? [])
}

function describe(service: Service, {targetPort, port}: ServicePort, meant: readonly Pod[], strangers: readonly Pod[]): Found {
  const names = (pods: readonly Pod[]) => enumerate(pods.map(ownerName))
  const [stranger] = strangers
  const ports = [...new Set(containerPortsOf(stranger?.spec).map(({containerPort}) => String(containerPort)))]
  const has = ports.length > 0 ? `declares ${enumerate(ports)}, not ${targetPort}` : `declares no port ${targetPort}`
  return {
    message: `its selector takes in ${names(strangers)} beside ${names(meant)}: ${strangers.length === 1 ? 'it' : 'the first'} ${has}, and gets its part of port ${port}`,
    object: referenceTo(service),
    place: service.origin && {origin: service.origin, path: ['spec', 'selector']},
    aside: `selects ${names(strangers)} too`,
    fix: {description: fixFor(service, meant, strangers) ?? `add a label to spec.selector that ${names(meant)} has alone`},
  }
}

/** The label that tells them apart. */
function fixFor({selectorLabels}: Service, meant: readonly Pod[], strangers: readonly Pod[]): string | undefined {
  const [first] = meant
  const pair = Object.entries(first?.labels ?? {}).find(
    ([key, value]) =>
      !Object.hasOwn(selectorLabels, key) &&
      meant.every((pod) => labelOf(pod.labels, key) === value) &&
      !strangers.some((pod) => labelOf(pod.labels, key) === value),
  )
  return pair && `add ${pair[0]}: ${pair[1]} to spec.selector`
}
