import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {isLoopback} from '../../network/proxy/address-range.ts'
import {enumerate} from '../naming.ts'
import type {Places} from '../places.ts'
import {findingsOf} from '../resolve/finding.ts'
import {labelPort} from '../resolve/port-column.ts'
import {reasonOf} from '../resolve/rule.ts'
import {describeCause} from '../resolve/wording.ts'
import type {Explanation} from './explanation.ts'
import type {Reason} from './outcome.ts'
import {findLocalPolicy, policyField, sourceRangesOf} from './policy-finding.ts'
import {explainPolicy} from './policy-step.ts'
import type {Route} from './routes.ts'

/** What a connection was made to, as messages say it. */
export interface Subject {
  /** `10.0.46.28:81` */
  readonly destination: string
  readonly port: number
  readonly protocol: string
  /** Who connects, by address where it is known. */
  readonly caller: string
}

/** Why nodes do not deliver a connection, and what to do; undefined for those that do. */
export function explain(cluster: Cluster, {reason, nodes}: Route, subject: Subject, places: Places): Explanation | undefined {
  if (!reason) return undefined
  switch (reason.kind) {
    case 'no-endpoints':
      return explainNoEndpoints(cluster, reason)
    case 'no-local-endpoints': {
      const {service} = reason.port
      const message = `${policyField(reason.via)} is Local, and ${whose(nodes)} no ready pod of ${nameOf(service)}`
      return {reason: reason.kind, message, findings: [findLocalPolicy(service, reason.via, message)]}
    }
    case 'source-ranges': {
      const ranges = enumerate(sourceRangesOf(reason.port.service), 4)
      return {
        reason: reason.kind,
        message: `loadBalancerSourceRanges of ${nameOf(reason.port.service)} lets only ${ranges} in, and not ${subject.caller}`,
        advice: 'add the range of the client to spec.loadBalancerSourceRanges; inside of the cluster, use the cluster IP',
      }
    }
    case 'no-such-port':
      return explainNoSuchPort(reason.services, subject)
    case 'answer-lost':
      return explainLostAnswer(reason, nodes)
    case 'host-port': {
      const pods = enumerate(reason.pods.map(({pod}) => `pod/${pod.target.name}`))
      const how = reason.pods.every(({isOnHost}) => isOnHost) ? 'on the network of the node' : 'whose host port it is'
      return {reason: reason.kind, message: `goes to ${pods} on ${reason.node}, ${how}`}
    }
    case 'node-program':
      return explainNodeProgram(reason, subject)
    case 'no-local-endpoints-for-check':
      return {
        reason: 'health-check-fails',
        message: `the node runs no ready pod of ${nameOf(reason.service)}`,
      }
    case 'unassigned-cluster-ip':
      return {
        reason: reason.kind,
        message: `no Service has ${subject.destination}, which is of the range of cluster IPs`,
        advice: 'a client that keeps an old address must look the name up again',
      }
    case 'not-translated':
      return explainNotTranslated(reason.service)
    case 'balancer':
      return {
        reason: reason.kind,
        message: `it leaves for the load balancer of ${enumerate(reason.services.map(nameOf))}, which sends it on to nodes as it likes`,
      }
    case 'policy':
      return explainPolicy(reason.backends, subject.caller, places)
    case 'other-proxy':
      return {reason: reason.kind, message: reason.message}
    case 'not-stated':
      return explainNotStated(reason)
  }
}

export function nameOf({namespace, name}: Pick<Service, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`
}

/** `node-b runs`, `they run`. */
function whose(nodes: readonly string[]): string {
  const [first = ''] = nodes
  if (nodes.length > 1) return 'they run'
  return first === '' ? 'other nodes run' : `${first} runs`
}

function explainNoEndpoints(cluster: Cluster, {port, judgement}: Extract<Reason, {kind: 'no-endpoints'}>): Explanation {
  const {cause} = judgement
  if (!cause) return {reason: 'no-endpoints', message: `no endpoint of ${port.name} is ready`}
  const {sentence, advice} = describeCause(cause)
  return {
    reason: reasonOf(cause),
    message: `${nameOf(port.service)} reaches no pod: ${sentence}`,
    advice,
    findings: findingsOf(cluster, judgement),
  }
}

function explainNoSuchPort(services: readonly Service[], {port, protocol}: Subject): Explanation {
  const has = services.flatMap((service) => service.ports.map((one) => `${labelPort(one)}${one.name === null ? '' : ` ${one.port}`}`))
  const word = `${port}${protocol === 'TCP' ? '' : `/${protocol}`}`
  return {
    reason: 'no-such-port',
    message: `${enumerate(services.map(nameOf))} has no port ${word} (it has ${has.length > 0 ? enumerate(has, 6) : 'none'})`,
    advice: 'connect to a port that the Service has, or add the port to it',
  }
}

function explainLostAnswer(
  {answer, node, port, via, policy}: Extract<Reason, {kind: 'answer-lost'}>,
  nodes: readonly string[],
): Explanation {
  if (answer === 'own-address') {
    return {
      reason: 'own-address',
      message: `a pod that reaches itself gets its own address as the source, and the kernel throws such packets away`,
      advice: 'connect to localhost, or use another mode or version of kube-proxy, which masquerades such connections',
    }
  }
  // Only ipvs mode sends on what a policy Local finds no endpoint for.
  if (policy === 'Local') {
    const message = `${policyField(via)} is Local, and ${whose(nodes)} no ready pod of ${nameOf(port.service)}: connections go on to other nodes with the source that they have, and the answers of those are lost`
    return {reason: 'answer-lost', message, findings: [findLocalPolicy(port.service, via, message)]}
  }
  return {
    reason: 'answer-lost',
    message: `${node} keeps the source, so that pods on other nodes answer the client directly, from an address that it never asked`,
    advice: 'connect to the cluster IP, or to a node port of the node that the client is on',
  }
}

function explainNodeProgram({node, service}: Extract<Reason, {kind: 'node-program'}>, {port, destination}: Subject): Explanation {
  const where = node === '' ? 'the node' : node
  if (service) {
    return {
      reason: 'other-node-port-address',
      message: `node ports do not answer on ${destination} (${isLoopback(destination.replace(/:\d+$/, '')) ? 'by the mode, or localhostNodePorts' : 'nodePortAddresses'}), so a program of ${where} must listen there`,
      advice: 'use an address of the node on which node ports answer',
    }
  }
  const what = port >= 30_000 && port <= 32_767 ? `no Service has node port ${port}, so` : ''
  return {
    reason: 'node-program',
    message: `${what ? `${what} ` : ''}a program of ${where} itself must listen on port ${port}, which the input does not show`,
    advice: `see what listens there: ss -ltnup on ${where}`,
  }
}

function explainNotTranslated(service: Service | undefined): Explanation {
  if (!service) return {reason: 'not-translated', message: 'no rule of kube-proxy is about it, and it goes wherever the network leads'}
  return {
    reason: 'not-translated',
    message: `kube-proxy has no rules for ${nameOf(service)} that this connection meets`,
    advice: 'see whether another program serves it (label service.kubernetes.io/service-proxy-name), and whether it has its addresses yet',
  }
}

const NOT_STATED = {
  placement: {
    message: 'a traffic policy is Local, and the input does not say on which nodes the pods will be',
    advice: 'ask with the pods as they run: kubectl get services,pods,endpointslices,nodes -A -o yaml',
  },
  source: {
    message: 'its source ranges let only some clients in, and the address of this one is not known',
    advice: 'say who connects: --from ADDRESS',
  },
  'client-node': {message: 'the input does not say on which node the client is', advice: 'say it: --node NAME'},
  'entry-node': {message: 'the input does not say which node the packet enters', advice: 'say it: --node NAME'},
  answer: {
    message: 'the input does not say on which nodes the pods are, and the answer comes back only from some',
    advice: 'ask with the pods as they run: kubectl get services,pods,endpointslices,nodes -A -o yaml',
  },
} as const

function explainNotStated({what, port}: Extract<Reason, {kind: 'not-stated'}>): Explanation {
  if (what === 'source' && port) {
    const message = `${nameOf(port.service)} lets only ${enumerate(sourceRangesOf(port.service), 4)} use its load balancer, and the address of the client is not known`
    return {reason: 'source-not-stated', message, advice: NOT_STATED.source.advice}
  }
  return {reason: `${what}-not-stated`, ...NOT_STATED[what]}
}
