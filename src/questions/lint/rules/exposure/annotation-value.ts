import type {OtherObject} from '../../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, labelOf, labelsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Service} from '../../../../cluster/service.ts'
import {classOf} from '../../../../network/entry/balancers.ts'
import {isPublicAddress} from '../../../../network/entry/scope.ts'
import {nearestWord} from '../../../resemblance.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import type {Graph} from '../../graph.ts'
import {KNOWN_ANNOTATIONS, type KnownAnnotation} from '../../known-annotations.ts'
import type {Found, Rule} from '../../rule.ts'

export const annotationValue: Rule = {
  id: 'exposure/annotation-value',
  severity: 'error',
  title: 'an annotation whose value does not do what it looks like',
  why: 'Nothing checks the values of annotations when they are applied. Each controller reads them in its own way: for Azure `"True"` is not `"true"`, and the load balancer that was to be internal gets a public address. Others refuse the value, and no load balancer is made.',
  fix: 'Write one of the values that the controller takes, in that very spelling.',
  references: [
    'https://kubernetes-sigs.github.io/cloud-provider-azure/topics/loadbalancer/',
    'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/',
    'https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/azure-load-balancer-internal: "True"
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
  check: (graph) => [
    ...graph.special.flatMap((service) => (service.type === 'LoadBalancer' && isOfCloud(service) ? checkObject(graph, service) : [])),
    ...graph.cluster.others.flatMap((other) => (isIngress(other) && graph.isInScope(other.namespace) ? checkObject(graph, other) : [])),
  ],
}

type Annotated = Pick<Service, 'object' | 'origin'> & Pick<OtherObject, 'group' | 'kind' | 'namespace' | 'namespaceStated' | 'name' | 'uid'>

/** Other groups have kinds of that name too. */
function isIngress({group, kind}: OtherObject): boolean {
  return kind === 'Ingress' && (group === 'networking.k8s.io' || group === 'extensions')
}

/** A class that is not a cloud's own has a controller that may read annotations as it likes. */
function isOfCloud({object}: Service): boolean {
  const name = valueAt(object, 'spec', 'loadBalancerClass')
  return typeof name !== 'string' || classOf(name) !== undefined
}

function checkObject({facts}: Graph, one: Annotated): readonly Found[] {
  const stated = fieldsOf(valueAt(one.object, 'metadata', 'annotations'))
  if (Object.keys(stated).length === 0) return []
  const annotations = labelsOf(stated)
  return KNOWN_ANNOTATIONS.flatMap((known) => {
    const value = known.kind === one.kind ? labelOf(annotations, known.key) : undefined
    const isForeign = facts.cloud !== undefined && known.cloud !== undefined && facts.cloud.name !== known.cloud
    // What is no text the API server refuses, and what is a template nobody knows.
    if (
      value === undefined ||
      isForeign ||
      (known.isOpen && isSeenPrivate(one)) ||
      typeof stated[known.key] !== 'string' ||
      /[${<]/.test(value)
    )
      return []
    return judge(known, value.trim() === '' ? value.trim() : value, one)
  })
}

/** Its address tells better than any annotation. */
function isSeenPrivate({object}: Annotated): boolean {
  const addresses = itemsOf(valueAt(object, 'status', 'loadBalancer', 'ingress')).map((one) => textOf(fieldsOf(one)['ip']) ?? '')
  return addresses.length > 0 && addresses.every((address) => isPublicAddress(address) === false)
}

function judge(known: KnownAnnotation, value: string, one: Annotated): readonly Found[] {
  if (value === '' || isTaken(known, value)) return []
  const meant = meantBy(value, known.words)
  if (meant !== undefined && meant === known.fallback) return []
  if (meant === undefined && known.isLenient) return []
  const {key} = known
  // That controller reads it as Go reads booleans.
  if (key.endsWith('/aws-load-balancer-internal') && isOfAwsController(one) && PARSED.includes(value)) return []
  const path = ['metadata', 'annotations', key]
  const description = meant === undefined ? `write one of ${known.words.map((word) => `"${word}"`).join(', ')}` : `write "${meant}"`
  const target = targetOf(referenceOf(one), one.origin)
  return [
    {
      message: `${key} "${value}" ${known.otherwise}`,
      object: referenceTo({...referenceOf(one), group: one.group, namespaceStated: one.namespaceStated}),
      place: one.origin && {origin: one.origin, path},
      aside: meant === undefined ? 'not one of the values that it takes' : `not "${meant}"`,
      fix: fixWith(description, meant === undefined ? [] : [{kind: 'set', target, path, from: value, to: meant}]),
      ...(severityOf(known, one) === 'warning' && {severity: 'warning' as const}),
    },
  ]
}

function referenceOf({kind, namespace, name, uid}: Annotated): Pick<Annotated, 'kind' | 'namespace' | 'name' | 'uid'> {
  return {kind, namespace, name, uid}
}

/** An error where it is open by mistake, or where nothing is made for certain. */
function severityOf({isOpen, otherwise, key}: KnownAnnotation, one: Annotated): 'error' | 'warning' {
  if (isOpen) return 'error'
  if (!otherwise.startsWith('is refused')) return 'warning'
  // The cloud's own controller passes over what the other one refuses.
  return /aws-load-balancer-(scheme|nlb-target-type)$/.test(key) && !isOfAwsController(one) ? 'warning' : 'error'
}

/** Whether the AWS Load Balancer Controller takes a Service, or EKS Auto Mode. */
function isOfAwsController({object}: Annotated): boolean {
  const type = labelOf(labelsOf(valueAt(object, 'metadata', 'annotations')), 'service.beta.kubernetes.io/aws-load-balancer-type')
  return type === 'external' || type === 'nlb-ip' || typeof valueAt(object, 'spec', 'loadBalancerClass') === 'string'
}

const PARSED: readonly string[] = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False']

function isTaken({words, spelling}: KnownAnnotation, value: string): boolean {
  if (spelling === 'parse-bool') return PARSED.includes(value)
  return words.includes(spelling === 'any-case' ? value.toLowerCase() : value)
}

const YES: readonly string[] = ['1', 't', 'y', 'yes', 'on', 'enabled']
const NO: readonly string[] = ['0', 'f', 'n', 'no', 'off', 'none', 'disabled']

/** The word that somebody meant; undefined where that is not certain. */
function meantBy(value: string, words: readonly string[]): string | undefined {
  const text = value.trim().toLowerCase()
  const same = words.find((word) => word.toLowerCase() === text)
  if (same !== undefined) return same
  if (words.includes('true') && YES.includes(text)) return 'true'
  if (words.includes('false') && NO.includes(text)) return 'false'
  if (words.includes('internet-facing') && /^(internet|public|external)$/.test(text)) return 'internet-facing'
  if (/^(private|internal)$/.test(text)) return words.find((word) => /^int(ernal|ranet)$/i.test(word))
  return nearestWord(text, words)
}
