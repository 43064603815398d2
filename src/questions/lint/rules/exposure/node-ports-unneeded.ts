import {labelOf, labelsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Service} from '../../../../cluster/service.ts'
import {addition, fixWith, targetOf, whole} from '../../../resolve/change.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'

export const nodePortsUnneeded: Rule = {
  id: 'exposure/node-ports-unneeded',
  severity: 'info',
  title: 'node ports of a load balancer that does not send to them',
  why: 'A Service of type LoadBalancer gets a port on every node for each of its own, whether its load balancer sends there or not. Where it sends to pods, or to the address of the Service itself, the node ports are only more ways in, past its source ranges, and there are 2,768 of them in a cluster.',
  fix: 'State allocateLoadBalancerNodePorts: false. Of a Service that has node ports already it takes none away: empty their nodePort as well.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-nodeport-allocation',
    'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-type: external
    service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 443}]
`,
  good: `
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-type: external
    service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip
spec:
  type: LoadBalancer
  allocateLoadBalancerNodePorts: false
  selector: {app: web}
  ports: [{port: 443}]
`,
  check: (graph) => graph.special.flatMap((service) => findUnneeded(graph, service)),
}

function findUnneeded(graph: Graph, service: Service): readonly Found[] {
  const {type, uid, ports, object, origin} = service
  if (type !== 'LoadBalancer' || valueAt(object, 'spec', 'allocateLoadBalancerNodePorts') === false) return []
  // Who states a number of his own wants the port; of what runs the API server has stated them.
  if (ports.length === 0 || (uid === undefined && ports.some(({nodePort}) => nodePort !== null))) return []
  const who = senderPastNodes(graph, service)
  if (who === undefined) return []
  const entries = {allocateLoadBalancerNodePorts: false}
  const change = uid === undefined ? addition(targetOf(service, origin), object, ['spec'], entries) : undefined
  return [
    {
      message: `${who}, and every node answers at ports that nobody sends to`,
      object: referenceTo(service),
      place: origin && {origin, path: ['spec', 'type']},
      aside: 'has node ports too',
      fix: fixWith('state allocateLoadBalancerNodePorts: false', whole([change])),
    },
  ]
}

/** Who makes the load balancer, where it is certain that no node port is in the way. */
function senderPastNodes({facts}: Graph, {object}: Service): string | undefined {
  const annotations = labelsOf(valueAt(object, 'metadata', 'annotations'))
  const of = (name: string) => labelOf(annotations, `service.beta.kubernetes.io/aws-load-balancer-${name}`)
  const className = textOf(valueAt(object, 'spec', 'loadBalancerClass'))
  const isOfController = of('type') === 'external' || className === 'service.k8s.aws/nlb' || className === 'eks.amazonaws.com/nlb'
  const isAws = facts.cloud === undefined || facts.cloud.name === 'aws'
  if (isAws && (of('type') === 'nlb-ip' || (isOfController && of('nlb-target-type') === 'ip')))
    return 'its load balancer sends to the addresses of pods'
  if (className === 'io.cilium/l2-announcer' || className === 'io.cilium/bgp-control-plane')
    return 'Cilium takes what comes for its address'
  const isMetalLB =
    facts.cloud?.name === 'bare-metal' && facts.cloud.controller === undefined && /IPAddressPool|metallb/i.test(facts.cloud.evidence)
  return isMetalLB && className === undefined ? 'MetalLB leads its address to the nodes itself' : undefined
}
