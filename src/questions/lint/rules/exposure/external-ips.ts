import {referenceTo} from '../../../../cluster/identity.ts'
import type {ExposedService} from '../../../exposure/exposed-service.ts'
import {enumerate} from '../../../naming.ts'
import type {Found, Rule} from '../../rule.ts'

export const externalIps: Rule = {
  id: 'exposure/external-ips',
  severity: 'warning',
  title: 'a Service that claims addresses with externalIPs',
  why: 'Every node takes what comes for an address of spec.externalIPs, and nobody checks whose it is: who may write a Service can take the traffic of any address (CVE-2020-8554). No load balancer, source range or TLS stands before it, and Kubernetes has deprecated the field.',
  fix: 'Let something that owns addresses give them: a Service of type LoadBalancer (MetalLB and others where there is no cloud), or a Gateway.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#external-ips',
    'https://github.com/kubernetes/kubernetes/issues/97076',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
  externalIPs:
    - 198.51.100.32
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 80}]
`,
  check: (graph) => graph.exposed().services.flatMap(findClaimed),
}

/** One for each Service: its addresses stand or fall together. */
function findClaimed({service, entries}: ExposedService): readonly Found[] {
  const open = entries.filter(({via, reach}) => via === 'ExternalIP' && reach !== 'none')
  const addresses = [...new Set(open.flatMap(({address}) => address ?? []))]
  if (addresses.length === 0) return []
  const {origin} = service
  const from = open.some(({reach}) => reach === 'internet') ? 'the internet' : 'private networks'
  return [
    {
      message: `every node takes what comes for ${enumerate(addresses)}, from ${from}, and nobody checks whose ${addresses.length > 1 ? 'they are' : 'it is'}`,
      object: referenceTo(service),
      place: origin && {origin, path: ['spec', 'externalIPs', 0]},
      aside: 'no load balancer stands before it',
      fix: {description: 'take spec.externalIPs away, and make it type LoadBalancer where it has to be reached from outside'},
    },
  ]
}
