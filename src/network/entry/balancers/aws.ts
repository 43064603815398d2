import {textOf, valueAt} from '../../../cluster/fields.ts'
import type {Service} from '../../../cluster/service.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {annotationOf, type Balancer, type Placement, parseBool, partsOf, placed, say, unplaced} from './balancer.ts'
import {type AllowedSources, sourcesOfFields} from './sources.ts'

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-'
const INTERNAL = `${PREFIX}internal`
const SCHEME = `${PREFIX}scheme`
const TYPE = `${PREFIX}type`

/** The classes of the AWS Load Balancer Controller and of EKS Auto Mode. */
const CONTROLLER_CLASSES = new Set(['service.k8s.aws/nlb', 'eks.amazonaws.com/nlb'])

/**
 * Two controllers with opposite defaults. The cloud's own (k8s.io/cloud-provider-aws, EnsureLoadBalancer): public, internal by any value of
 * `aws-load-balancer-internal` but "false". The AWS Load Balancer Controller (since 2.2.0: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb)
 * and EKS Auto Mode (https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html): internal, by `aws-load-balancer-scheme`. The own
 * one leaves Services to the other whose type annotation is `external` or `nlb-ip` (isLBExternal), or that have a class.
 */
export const AWS: Balancer = {cloud: 'aws', title: 'AWS', prefixes: [PREFIX], placementOf, sourcesOf}

function placementOf(service: Service, facts: EntryFacts): Placement {
  const taker = controllerOf(service, facts)
  if (taker !== undefined) return placeByController(service, taker)
  const own = placeByCloud(service)
  if (annotationOf(service, SCHEME) === undefined) return own
  const other = placeByController(service, 'the AWS Load Balancer Controller')
  if (own.kind === other.kind) return {...own, evidence: [...own.evidence, ...other.evidence]}
  return unplaced(
    'does the AWS Load Balancer Controller or EKS Auto Mode take it? spec.loadBalancerClass: service.k8s.aws/nlb would say so',
    ...other.evidence,
    `the cloud's own controller does not read it: ${own.evidence.join(', ')}`,
  )
}

/** Which of those with internal load balancers takes a Service; undefined for the cloud's own controller. */
function controllerOf(service: Service, {cloud}: EntryFacts): string | undefined {
  const className = textOf(valueAt(service.object, 'spec', 'loadBalancerClass'))
  if (className === 'eks.amazonaws.com/nlb') return 'EKS Auto Mode'
  if (className !== undefined && CONTROLLER_CLASSES.has(className)) return 'the AWS Load Balancer Controller'
  const type = annotationOf(service, TYPE)
  if (type === 'external' || type === 'nlb-ip') return 'the AWS Load Balancer Controller'
  // Its webhook gives every new Service its class; one that runs without has another controller.
  if (service.uid !== undefined) return undefined
  if (cloud?.controller === 'eks-auto-mode') return 'EKS Auto Mode'
  return cloud?.controller === 'aws-load-balancer-controller' ? 'the AWS Load Balancer Controller' : undefined
}

function placeByCloud(service: Service): Placement {
  const value = annotationOf(service, INTERNAL)
  if (value !== undefined && value !== '' && value !== 'false') return placed('private', say(INTERNAL, value))
  return placed('public', "AWS's own controller gives a public address where nothing else is said")
}

/** buildLoadBalancerScheme in pkg/service of the controller: the scheme, else the older annotation, else internal. */
function placeByController(service: Service, taker: string): Placement {
  const scheme = annotationOf(service, SCHEME)
  if (scheme === 'internet-facing') return placed('public', say(SCHEME, scheme))
  if (scheme === 'internal') return placed('private', say(SCHEME, scheme))
  if (scheme !== undefined) return placed('none', `${say(SCHEME, scheme)}, which ${taker} refuses`)
  const internal = annotationOf(service, INTERNAL)
  const isInternal = internal === undefined ? undefined : parseBool(internal)
  if (internal !== undefined && isInternal === undefined) return placed('none', `${say(INTERNAL, internal)}, which ${taker} refuses`)
  if (internal !== undefined) return placed(isInternal ? 'private' : 'public', say(INTERNAL, internal))
  return placed('private', `${taker} makes it internal where nothing else is said`)
}

/** Own security groups replace the rules that source ranges become (guide/service/annotations, lb-source-ranges). */
function sourcesOf(service: Service): AllowedSources {
  const groups = partsOf(annotationOf(service, `${PREFIX}security-groups`))
  if (groups.length > 0) {
    const words = groups.map((group) => `security group ${group}`)
    return {kind: 'some', ranges: [], words, evidence: [`annotation ${PREFIX}security-groups decides who is let in, not source ranges`]}
  }
  const sources = sourcesOfFields(service)
  const lists = partsOf(annotationOf(service, `${PREFIX}security-group-prefix-lists`)).map((list) => `prefix list ${list}`)
  if (lists.length === 0 || sources.kind === 'nobody') return sources
  const evidence = [...sources.evidence, `annotation ${PREFIX}security-group-prefix-lists lets in ${lists.join(', ')}`]
  // What is said to be anybody stays so beside a list.
  return sources.evidence.length > 0 && sources.kind === 'anybody'
    ? {...sources, evidence}
    : {kind: 'some', ranges: sources.ranges, words: lists, evidence}
}
