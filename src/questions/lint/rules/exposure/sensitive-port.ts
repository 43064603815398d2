import {SEVERITIES, type Severity} from '../../../../report.ts'
import {boundOf} from '../../../exposure/admitted.ts'
import {NO_ENDPOINT} from '../../../exposure/emptiness.ts'
import type {ExposedEntry} from '../../../exposure/exposed-service.ts'
import {findSensitivity} from '../../../exposure/sensitive-port.ts'
import type {Sensitivity} from '../../../exposure/sensitivity.ts'
import type {Shown, ShownEntry} from '../../../exposure/shown-entry.ts'
import {describeThrough} from '../../../exposure/wording.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'
import {shownExposureOf} from '../../shown-exposure.ts'
import {isOfAnotherCloud, isSurelyPublic} from '../../sure-public.ts'

export const sensitivePort: Rule = {
  id: 'exposure/sensitive-port',
  severity: 'error',
  title: 'a database, console or control port that strangers can connect to',
  why: 'Databases, caches, brokers, SSH, control planes and consoles are made for clients that are trusted. Open to the internet they are found within hours; many ask nobody to log in, and what has a login has only that. From private networks it is a warning, from every pod of the cluster a remark.',
  fix: 'Make it a Service of type ClusterIP, an internal load balancer, or state loadBalancerSourceRanges; inside of the cluster a NetworkPolicy keeps others away.',
  references: [
    'https://kubernetes.io/docs/concepts/security/security-checklist/#network-security',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata:
  name: cache
  annotations: {service.beta.kubernetes.io/aws-load-balancer-type: nlb}
spec:
  type: LoadBalancer
  selector: {app: cache}
  ports: [{name: redis, port: 6379}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: cache}
spec:
  selector: {app: cache}
  ports: [{name: redis, port: 6379}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cache}
spec:
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec: {containers: [{name: redis, image: "redis:8"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cache}
spec:
  podSelector: {matchLabels: {app: cache}}
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 6379}]}]
`,
  check: (graph) => shownExposureOf(graph).flatMap((shown) => findSensitive(graph, shown)),
}

/** Of the ways to one thing the worst is told. */
function findSensitive(graph: Graph, shown: Shown): readonly Found[] {
  const {service} = shown
  const hasPods = service?.selector !== undefined && graph.cluster.pods.select(service.selector, service.namespace).length > 0
  const worst = new Map<string, {readonly one: ShownEntry; readonly severity: Severity | 'undecided'}>()
  for (const one of shown.entries) {
    const severity = one.sensitivity && judge(one.entry, one.sensitivity, hasPods)
    if (!one.sensitivity || severity === undefined) continue
    const {what} = one.sensitivity
    const known = worst.get(what)
    if (!known || RANK.indexOf(severity) < RANK.indexOf(known.severity)) worst.set(what, {one, severity})
  }
  return [...worst.values()].map(({one, severity}) => describe(graph, shown, one, severity))
}

const RANK: readonly (Severity | 'undecided')[] = [...SEVERITIES.slice(0, 2), 'undecided', 'info']

function judge(entry: ExposedEntry, {level}: Sensitivity, hasPods: boolean): Severity | 'undecided' | undefined {
  const {via, reach, sources, narrowedBy, evidence, remarks} = entry
  // What asks for a login of its own before anybody comes through.
  if (evidence.some((one) => one.startsWith('asks '))) return undefined
  const isRoute = via === 'Ingress' || via === 'Gateway'
  if (reach === 'internet' || reach === 'network')
    return level === 1 ? judgeTelling(entry, isRoute) : judgeControl(entry, isRoute && level === 2)
  if (level === 1 || sources.length > 0) return undefined
  // A port that leads nowhere has a fault of its own.
  if (reach === 'cluster') return hasPods && narrowedBy.length === 0 && !remarks.includes(NO_ENDPOINT) ? 'info' : undefined
  return reach === 'unknown' && !isRoute && entry.question !== undefined && boundOf(entry) === 'internet' ? 'undecided' : undefined
}

/** What tells much and does little; a port of metrics on the network of its node is meant to be asked from there. */
function judgeTelling({via, reach, sources}: ExposedEntry, isRoute: boolean): Severity | undefined {
  if (sources.length > 0) return undefined
  if (via === 'HostPort' || via === 'HostNetwork') return undefined
  return reach === 'internet' && !isRoute && via !== 'NodePort' ? 'warning' : 'info'
}

/** A route to a console that has a login may be meant. */
function judgeControl({reach, sources}: ExposedEntry, isConsole: boolean): Severity {
  if (reach === 'internet') return sources.length > 0 || isConsole ? 'warning' : 'error'
  return sources.length > 0 ? 'info' : 'warning'
}

function describe(graph: Graph, {reference}: Shown, {entry, sensitivity}: ShownEntry, severity: Severity | 'undecided'): Found {
  const {servicePort, port, reach, place, targetPorts} = entry
  const number = servicePort?.port ?? port ?? targetPorts[0] ?? ''
  const {what = '', level = 1} = sensitivity ?? {}
  const from = entry.sources.length > 0 ? entry.sources.join(', ') : FROM[reach]
  const guard =
    level === 3
      ? 'it asks nobody to log in, unless somebody saw to that'
      : level === 2
        ? 'a login is all that guards it'
        : 'it tells strangers much'
  const through = reach === 'cluster' ? ', and no policy keeps any away' : ` through its ${describeThrough(entry, graph.facts, [])}`
  // A label is a name that anybody may give to anything.
  const isSure = () => isSurelyPublic(graph, entry) && isKnownByMoreThanLabels(graph, entry, sensitivity)
  const isOther = severity !== 'info' && isOfAnotherCloud(graph, entry)
  const settled = isOther ? 'undecided' : severity === 'error' && !isSure() ? 'warning' : severity
  const facts = isOther ? {...graph.facts, cloud: undefined} : graph.facts
  return {
    message:
      settled === 'undecided'
        ? `${what} at port ${number}: is it open to the internet through its ${describeThrough(entry, facts, [])}?`
        : `${what} at port ${number} is open to ${from}${through}: ${guard}`,
    object: reference,
    place,
    aside: `${what} at port ${number}`,
    fix: {description: fixFor(entry)},
    ...(settled === 'undecided' ? {settledBy: entry.question ?? 'say with --cloud who makes its load balancer'} : {severity: settled}),
  }
}

const FROM = {
  internet: 'the internet',
  network: 'every machine of the private networks around',
  cluster: 'every pod of the cluster',
  unknown: '',
  namespace: '',
  none: '',
} as const

function isKnownByMoreThanLabels({cluster}: Graph, entry: ExposedEntry, sensitivity: Sensitivity | undefined): boolean {
  const {service, servicePort, port, targetPorts} = entry
  const numbers = [...targetPorts, servicePort?.port ?? port].filter((one) => typeof one === 'number')
  const names = [servicePort?.name, ...targetPorts].filter((one) => typeof one === 'string')
  const pods = service?.selector ? cluster.pods.select(service.selector, service.namespace) : entry.pods
  const withoutLabels = pods.slice(0, 1).map((pod) => ({...pod, labels: {}}))
  return findSensitivity({numbers, names, pods: withoutLabels})?.what === sensitivity?.what
}

function fixFor({via, reach}: ExposedEntry): string {
  if (reach === 'cluster') return 'add a NetworkPolicy that lets in only who needs it'
  switch (via) {
    case 'LoadBalancer':
      return 'take type LoadBalancer away, make it internal, or state spec.loadBalancerSourceRanges'
    case 'NodePort':
      return 'make it a Service of type ClusterIP (of a load balancer: allocateLoadBalancerNodePorts: false)'
    case 'Ingress':
    case 'Gateway':
      return 'take the route away, or put a login or a list of clients before it'
    case 'HostPort':
      return 'take hostPort away, or state hostIP'
    case 'HostNetwork':
      return 'take hostNetwork away, or have it listen on an address of the node that few can reach'
    default:
      return 'take spec.externalIPs away'
  }
}
