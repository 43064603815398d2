import {labelsOf, valueAt} from '../../../../cluster/fields.ts'
import {type Identity, referenceTo} from '../../../../cluster/identity.ts'
import {obtain} from '../../../../cluster/obtain.ts'
import type {Service} from '../../../../cluster/service.ts'
import {SOURCE_RANGES} from '../../../../network/entry/balancers/sources.ts'
import {BALANCERS} from '../../../../network/entry/balancers.ts'
import type {ExposedService} from '../../../exposure/exposed-service.ts'
import {editDistance} from '../../../resemblance.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import type {Graph} from '../../graph.ts'
import {KNOWN_ANNOTATIONS, type KnownAnnotation} from '../../known-annotations.ts'
import {publishedIngressesOf} from '../../published-ingresses.ts'
import type {Found, Rule} from '../../rule.ts'
import {isSaid} from '../../sure-public.ts'

export const annotationKey: Rule = {
  id: 'exposure/annotation-key',
  severity: 'error',
  title: 'an annotation that nobody reads, where it was to say who can come',
  why: 'What no controller knows it passes over without a word. A key that is misspelt, or that belongs to another cloud, leaves the default in force: on most clouds that is a public address.',
  fix: 'Write the key that the controller of this cluster reads. Where svcscope takes the cluster for another cloud than it is, say so with --cloud or in svcscope.yaml.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer',
    'https://kubernetes-sigs.github.io/cloud-provider-azure/topics/loadbalancer/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/azure-load-balancer-internl: "true"
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 80}]
`,
  good: `
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/azure-load-balancer-internal: "true"
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 80}]
`,
  check: (graph) => {
    const ofService = spellerOf(OF_SERVICES)
    const ofIngress = spellerOf(OF_INGRESSES)
    return [
      ...graph
        .exposed()
        .services.flatMap((one) =>
          one.service.type === 'LoadBalancer'
            ? [...findMisspelt(one.service, ofService, isPublic(one.entries)), ...findForeign(graph, one)]
            : [],
        ),
      ...publishedIngressesOf(graph).flatMap(({ingress, entries}) =>
        findMisspelt(
          ingress,
          ofIngress,
          entries.some(({reach}) => reach === 'internet'),
        ),
      ),
    ]
  },
}

const SERVICE_ANNOTATIONS = KNOWN_ANNOTATIONS.filter(({kind}) => kind === 'Service')
const OF_SERVICES: ReadonlySet<string> = new Set([
  ...SERVICE_ANNOTATIONS.map(({key}) => key),
  SOURCE_RANGES,
  'service.beta.kubernetes.io/azure-allowed-ip-ranges',
  'service.beta.kubernetes.io/azure-allowed-service-tags',
  'service.beta.kubernetes.io/azure-load-balancer-internal-subnet',
])

/** Those by which an Ingress keeps somebody out; of short names others are too near. */
const OF_INGRESSES: ReadonlySet<string> = new Set([
  ...['whitelist-source-range', 'allowlist-source-range', 'denylist-source-range', 'auth-tls-secret', 'force-ssl-redirect'].map(
    (name) => `nginx.ingress.kubernetes.io/${name}`,
  ),
  ...['scheme', 'inbound-cidrs', 'security-groups', 'certificate-arn'].map((name) => `alb.ingress.kubernetes.io/${name}`),
  'appgw.ingress.kubernetes.io/use-private-ip',
  'kubernetes.io/ingress.allow-http',
])

function annotationsOf({object}: Pick<Service, 'object'>): Readonly<Record<string, string>> {
  return labelsOf(valueAt(object, 'metadata', 'annotations'))
}

function findMisspelt(one: Pick<Service, 'object' | 'origin'> & Identity, meantBy: Speller, isOpen: boolean): readonly Found[] {
  const annotations = annotationsOf(one)
  return Object.keys(annotations).flatMap((key): readonly Found[] => {
    const meant = meantBy(key)
    if (meant === undefined || Object.hasOwn(annotations, meant)) return []
    const path = ['metadata', 'annotations', key]
    const change = {kind: 'rename', target: targetOf(one, one.origin), path, to: meant, value: annotations[key] ?? ''} as const
    return [
      {
        message: `nobody reads annotation ${key}: it was to be ${meant}`,
        object: referenceTo(one),
        place: one.origin && {origin: one.origin, path},
        aside: 'misspelt',
        fix: fixWith(`call it ${meant}`, [change]),
        ...(!isOpen && {severity: 'warning' as const}),
      },
    ]
  })
}

/** The key that was meant by one that nobody reads; undefined for one that is right, or like none. */
type Speller = (key: string) => string | undefined

/** The same keys stand in thousands of objects. */
function spellerOf(keys: ReadonlySet<string>): Speller {
  const known = new Map<string, string | null>()
  const look = (key: string) => (keys.has(key) ? undefined : [...keys].find((one) => isMeant(key, one)))
  return (key) => obtain(known, key, () => look(key) ?? null) ?? undefined
}

/** The same name below another domain, or a slip or two; names that say of which cloud they are have one domain only. */
function isMeant(key: string, known: string): boolean {
  const [, name = ''] = key.split('/')
  const [, own = ''] = known.split('/')
  if (own === name) return /^(azure|aws|openstack|do|scw|oci|alibaba-cloud)-/.test(own)
  return editDistance(key, known, 2) <= 2
}

/** What would make it internal in another cloud, where nothing does in this one. */
function findForeign({facts}: Graph, {service, entries}: ExposedService): readonly Found[] {
  const {cloud} = facts
  if (!cloud || cloud.name === 'bare-metal' || !isPublic(entries)) return []
  const annotations = annotationsOf(service)
  const meant = SERVICE_ANNOTATIONS.filter(
    ({key, internal}) => internal !== undefined && annotations[key]?.toLowerCase() === internal.toLowerCase(),
  )
  if (meant.some((one) => one.cloud === cloud.name)) return []
  // What the input shows of the cloud may be of another part of it.
  const isSure = isSaid(cloud.evidence) || cloud.evidence.startsWith('node ')
  return meant.flatMap(({key, cloud: other}: KnownAnnotation): readonly Found[] => {
    if (other === undefined) return []
    const own = SERVICE_ANNOTATIONS.find((one) => one.cloud === cloud.name && one.internal !== undefined)
    return [
      {
        message: `annotation ${key} is of ${BALANCERS[other].title} and does nothing on ${BALANCERS[cloud.name].title}, which gives it a public address (${cloud.evidence})`,
        object: referenceTo(service),
        place: service.origin && {origin: service.origin, path: ['metadata', 'annotations', key]},
        aside: `of ${BALANCERS[other].title}`,
        fix: {description: own ? `write ${own.key}: "${own.internal}"` : 'say in the way of this cloud that it is internal'},
        ...(!isSure && {severity: 'warning' as const}),
      },
    ]
  })
}

function isPublic(entries: ExposedService['entries']): boolean {
  return entries.some(({via, reach}) => via === 'LoadBalancer' && reach === 'internet')
}
