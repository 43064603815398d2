import {labelOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import {assignedAddresses} from '../../network/entry/balancer-front.ts'
import {annotationsOf} from '../../network/entry/balancers/balancer.ts'
import {cloudsOfAnnotations} from '../../network/entry/balancers.ts'
import type {Cloud, EntryFacts} from '../../network/entry/entry-facts.ts'
import {isSaid} from './sure-public.ts'

export interface WithoutAffinity {
  readonly what: string
  readonly consequence: string
  readonly aside: string
  readonly mend: string
}

/** Both look at the field before anything else (EnsureLoadBalancer of cloud-provider-aws, validateService of oci-cloud-controller-manager). */
const REFUSING: Partial<Record<Cloud, string>> = {aws: "AWS's own controller", oci: 'the controller of OCI'}
const AWS_CLASSES = new Set(['service.k8s.aws/nlb', 'eks.amazonaws.com/nlb'])
const AWS_TYPE = 'service.beta.kubernetes.io/aws-load-balancer-type'
const AWS_ATTRIBUTES = 'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes'

/**
 * Who is known to make a load balancer that does not keep a client at its node, or to make none, for a Service with affinity. Azure (LoadDistribution
 * SourceIP) and GKE (CLIENT_IP) do as it says; where the cloud is a guess, nothing is known.
 */
export function balancerWithoutAffinity(service: Service, {cloud}: EntryFacts): WithoutAffinity | undefined {
  const className = textOf(valueAt(service.object, 'spec', 'loadBalancerClass'))
  const annotations = annotationsOf(service)
  const own = cloudsOfAnnotations(service)
  const isKnown = cloud !== undefined && (isSaid(cloud.evidence) || cloud.evidence.startsWith('node '))
  const name = isKnown ? cloud.name : own.length === 1 ? own[0] : undefined
  const type = labelOf(annotations, AWS_TYPE)
  const isTaken = type === 'external' || type === 'nlb-ip' || (cloud?.name === 'aws' && cloud.controller !== undefined)
  if (className !== undefined ? AWS_CLASSES.has(className) : name === 'aws' && isTaken) {
    if (/stickiness\.enabled\s*=\s*true/.test(labelOf(annotations, AWS_ATTRIBUTES) ?? '')) return undefined
    return {
      what: 'the network load balancer of AWS does not know of sessionAffinity',
      consequence: 'it spreads the connections of one client over its targets',
      aside: 'not for clients from outside',
      mend: `say stickiness.enabled=true,stickiness.type=source_ip in the annotation ${AWS_ATTRIBUTES}`,
    }
  }
  const refusing = name && REFUSING[name]
  // One that has an address was made before the affinity was asked for.
  if (refusing === undefined || className !== undefined || assignedAddresses(service).length > 0) return undefined
  return {
    what: `${refusing} takes no sessionAffinity ClientIP`,
    consequence: 'it makes no load balancer for this Service',
    aside: 'unsupported load balancer affinity',
    mend:
      name === 'aws'
        ? 'leave sessionAffinity out, or let the AWS Load Balancer Controller make it (loadBalancerClass: service.k8s.aws/nlb)'
        : 'leave sessionAffinity out',
  }
}
