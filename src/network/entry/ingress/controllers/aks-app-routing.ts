import type {Cluster, OtherObject} from '../../../../cluster/cluster.ts'
import {type Fields, fieldsOf, flagOf, labelsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import {readService, type Service} from '../../../../cluster/service.ts'
import type {EntryFacts} from '../../entry-facts.ts'
import {type Door, usualDoors} from '../door.ts'
import type {ClassChoice} from '../ingress-class.ts'
import type {DoorQuestion, IngressController} from './controller.ts'
import {INGRESS_NGINX} from './ingress-nginx.ts'
import {narrowByNginx} from './nginx-annotations.ts'

/**
 * The application routing add-on of AKS (learn.microsoft.com/azure/aks/app-routing-nginx-configuration): one ingress-nginx per NginxIngressController, whose
 * spec.ingressClassName is the class, its own name where there is none; loadBalancerAnnotations become those of the Service, loadBalancerSourceRanges its source
 * ranges, httpDisabled leaves port 80 out. The one named `default`, of class webapprouting.kubernetes.azure.com, is public unless the add-on was set up
 * otherwise, which only Azure knows.
 */
export const AKS_APP_ROUTING: IngressController = {
  name: 'AKS application routing',
  implementation: /^webapprouting\.kubernetes\.azure\.com\/nginx/,
  classNames: ['webapprouting.kubernetes.azure.com'],
  doorsOf: doorsByResource,
  narrow: narrowByNginx,
  hasOwnCertificate: true,
  ...(INGRESS_NGINX.redirects && {redirects: INGRESS_NGINX.redirects}),
  matchesTargetPort: true,
  isShared: true,
}

/** The load balancer of the NginxIngressController that makes a class. */
function doorsByResource({cluster, choice, facts, ways}: DoorQuestion): readonly Door[] | undefined {
  const resource = findResource(cluster, choice)
  if (!resource) return undefined
  const spec = fieldsOf(resource.object['spec'])
  const front = ways.frontOfBalancer(serviceToBe(resource, spec), onAzure(facts))
  return usualDoors(front, {http: flagOf(spec['httpDisabled']) !== true, https: true}).map((door) => ({
    ...door,
    through: [{...referenceTo(resource), namespace: null}],
  }))
}

/** The NginxIngressController that makes a class, where the input has it: the kind has no namespace. */
export function findResource({others}: Cluster, choice: ClassChoice): OtherObject | undefined {
  if (choice.kind === 'none') return undefined
  return others.findLast(
    ({group, kind, name, object}) =>
      group === 'approuting.kubernetes.azure.com' &&
      kind === 'NginxIngressController' &&
      (textOf(valueAt(object, 'spec', 'ingressClassName')) ?? name) === choice.name,
  )
}

function serviceToBe(resource: OtherObject, spec: Fields): Service {
  const name = textOf(spec['controllerNamePrefix']) ?? 'nginx'
  const namespace = 'app-routing-system'
  const annotations = labelsOf(spec['loadBalancerAnnotations'])
  return readService(
    {group: '', kind: 'Service', namespace, namespaceStated: true, name, uid: undefined},
    {
      metadata: {name, namespace, annotations},
      spec: {type: 'LoadBalancer', loadBalancerSourceRanges: spec['loadBalancerSourceRanges'], ports: [{port: 80}, {port: 443}]},
    },
    resource.origin,
  )
}

/** The add-on is of AKS, whatever else the input shows. */
function onAzure(facts: EntryFacts): EntryFacts {
  return {...facts, cloud: {name: 'azure', evidence: 'the application routing add-on is of AKS'}}
}
