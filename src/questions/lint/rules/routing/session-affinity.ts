import {integerOf, valueAt} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Path} from '../../../../cluster/object.ts'
import type {Service} from '../../../../cluster/service.ts'
import type {ExposedEntry} from '../../../exposure/exposed-service.ts'
import {balancerWithoutAffinity} from '../../balancer-affinity.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'

export const sessionAffinity: Rule = {
  id: 'routing/session-affinity',
  severity: 'warning',
  title: 'session affinity that does not keep clients at their pod',
  why: 'The address of a client is remembered by kube-proxy for timeoutSeconds after its last connection: three hours where nothing is said. After a pause that is longer the next connection goes to any pod. A headless Service has no address at which kube-proxy could do so. And Ingress controllers and Gateways connect to pods themselves, as a rule: for their clients the affinity is theirs to give (a remark). A load balancer that spreads the connections of one client over nodes brings it to several of them, each with an affinity of its own; Azure and GKE have theirs keep clients at a node. The own controllers of AWS and of OCI make no load balancer at all for such a Service, and the AWS Load Balancer Controller does not read the field.',
  fix: 'Leave timeoutSeconds out, or make it longer than the pauses of clients; behind an Ingress use the cookies of its controller.',
  references: [
    'https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity',
    'https://kubernetes.github.io/ingress-nginx/examples/affinity/cookie/',
    'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/#target-group-attributes',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  sessionAffinity: ClientIP
  sessionAffinityConfig:
    clientIP:
      timeoutSeconds: 10
  selector: {app: web}
  ports: [{port: 80}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  sessionAffinity: ClientIP
  selector: {app: web}
  ports: [{port: 80}]
`,
  check: (graph) => {
    const isAffine = (service: Service) =>
      valueAt(service.object, 'spec', 'sessionAffinity') === 'ClientIP' && service.type !== 'ExternalName'
    const affine = graph.special.filter(isAffine)
    if (affine.length === 0) return []
    const entries = new Map(graph.exposed().services.map((one) => [one.service, one.entries]))
    return affine.flatMap((service) => checkService(service, entries.get(service) ?? [], graph))
  },
}

/** Shorter than people read a page. */
const SHORTEST = 60

function checkService(service: Service, entries: readonly ExposedEntry[], {facts}: Graph): readonly Found[] {
  const found = (path: Path, message: string, aside: string, description: string): Found => ({
    message,
    object: referenceTo(service),
    place: service.origin && {origin: service.origin, path},
    aside,
    fix: {description},
  })
  const at = ['spec', 'sessionAffinity']
  if (service.headless)
    return [
      found(
        at,
        'a headless Service has no session affinity: clients choose among the addresses of its pods',
        'it does nothing',
        'leave sessionAffinity out',
      ),
    ]
  const seconds = integerOf(valueAt(service.object, 'spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'))
  if (seconds !== undefined && seconds > 0 && seconds < SHORTEST)
    return [
      found(
        ['spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'],
        `session affinity is forgotten after ${seconds} s without a connection: the next one may go to another pod`,
        '10800 where nothing is said',
        'leave timeoutSeconds out, or make it longer than the pauses of clients',
      ),
    ]
  const balanced = service.type === 'LoadBalancer' ? balancerWithoutAffinity(service, facts) : undefined
  if (balanced) return [found(at, `${balanced.what}: ${balanced.consequence}`, balanced.aside, balanced.mend)]
  const through = entries.find(({via}) => via === 'Ingress' || via === 'Gateway')
  if (!through || entries.some(({via}) => via === 'LoadBalancer' || via === 'NodePort')) return []
  const message = `sessionAffinity ClientIP is kube-proxy's: what serves the ${through.via} connects to pods past it, as a rule`
  return [
    {
      ...found(at, message, `not for clients of the ${through.via}`, `let what serves the ${through.via} keep sessions (cookies)`),
      severity: 'info',
    },
  ]
}
