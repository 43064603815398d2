import {fieldsOf, labelOf, textOf} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import {readService, type Service} from '../../../../cluster/service.ts'
import {type Door, usualDoors} from '../door.ts'
import type {DoorQuestion, IngressController} from './controller.ts'

const MODE = 'ingress.cilium.io/loadbalancer-mode'

/** Annotations that Cilium hands on from a dedicated Ingress to its Service (operator/pkg/ingress, ingress-lb-annotation-prefixes). */
const HANDED_ON =
  /^(lbipam\.cilium\.io|nodeipam\.cilium\.io|service\.beta\.kubernetes\.io|service\.kubernetes\.io|cloud\.google\.com|networking\.gke\.io)/

/**
 * Cilium (docs.cilium.io/en/stable/network/servicemesh/ingress): a Service `cilium-ingress-<Ingress>` beside each dedicated Ingress, or one `cilium-ingress`
 * for all. `ingress.cilium.io/loadbalancer-mode` says which, else ingress-default-lb-mode of its ConfigMap, which is `dedicated`. The dedicated one is
 * a LoadBalancer with the Ingress's annotations for load balancers, so that it is known before it is made.
 */
export const CILIUM: IngressController = {
  name: 'Cilium',
  implementation: /^cilium\.io\/ingress-controller$/,
  classNames: ['cilium'],
  doorsOf: (question) => {
    const {cluster, ingress, ways} = question
    const config = configOf(question)
    const isShared = (labelOf(ingress.annotations, MODE) ?? config['ingress-default-lb-mode'] ?? 'dedicated') === 'shared'
    const name = isShared
      ? (textOf(config['ingress-shared-lb-service-name']) ?? 'cilium-ingress')
      : `cilium-ingress-${ingress.name}`.slice(0, 63)
    const made = cluster.services.find(
      (service) =>
        service.name === name &&
        (isShared || service.namespace === ingress.namespace) &&
        cluster.counts({identity: service, origin: service.origin}, ingress),
    )
    const service = made ?? (isShared ? undefined : serviceToBe(question, name))
    if (!service) return undefined
    if (made?.type === 'LoadBalancer' || !made) {
      const doors = usualDoors(ways.frontOfBalancer(service, question.facts))
      return doors.map((door): Door => ({...door, via: 'LoadBalancer', through: made ? [referenceTo(made)] : []}))
    }
    return ways.entriesOfService(service).flatMap(({via, address, port, servicePort, front}): readonly Door[] => {
      const number = servicePort?.port
      return number === 80 || number === 443 ? [{via, address, port, tls: number === 443, front, through: [referenceTo(service)]}] : []
    })
  },
  hasOwnCertificate: false,
  // enforce-ingress-https is on by default.
  redirects: (annotations, hasCertificate) => hasCertificate && annotations['ingress.cilium.io/force-https'] !== 'disabled',
  isShared: false,
}

function configOf({cluster}: DoorQuestion): Readonly<Record<string, unknown>> {
  const config = cluster.others.find(({group, kind, name}) => group === '' && kind === 'ConfigMap' && name === 'cilium-config')
  return fieldsOf(config?.object['data'])
}

function serviceToBe({ingress}: DoorQuestion, name: string): Service {
  const handed = Object.entries(ingress.annotations).filter(([key]) => HANDED_ON.test(key))
  const spec = {
    type: labelOf(ingress.annotations, 'ingress.cilium.io/service-type') ?? 'LoadBalancer',
    loadBalancerClass: labelOf(ingress.annotations, 'ingress.cilium.io/loadbalancer-class'),
    ports: [{port: 80}, {port: 443}],
  }
  const {namespace, namespaceStated} = ingress
  const identity = {group: '', kind: 'Service', namespace, namespaceStated, name, uid: undefined}
  return readService(identity, {metadata: {name, namespace, annotations: Object.fromEntries(handed)}, spec}, ingress.origin)
}
