import {containerPortsOf} from '../../../../cluster/container-port.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Service, ServicePort} from '../../../../cluster/service.ts'
import {enumerate, listOwners} from '../../../naming.ts'
import type {Judgement} from '../../../resolve/judgement.ts'
import {lacksOwnPort} from '../../own-variant.ts'
import {checkCause} from '../../resolved-check.ts'
import type {Found, Rule} from '../../rule.ts'

export const targetPortProtocol: Rule = {
  id: 'routing/target-port-protocol',
  severity: 'error',
  title: 'a named targetPort that the pods declare for another protocol',
  why: 'A targetPort that is a name is looked up by name and protocol. A container port of the same name for UDP is no port of a Service port for TCP, so the port leads nowhere.',
  fix: 'State the same protocol on both; where none is stated it is TCP.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#protocol-support'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: dns, namespace: shop}
spec:
  selector: {app: dns}
  ports: [{port: 53, targetPort: dns}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: dns, namespace: shop}
spec:
  selector: {matchLabels: {app: dns}}
  template:
    metadata: {labels: {app: dns}}
    spec:
      containers:
        - name: app
          image: dns:1
          ports: [{name: dns, containerPort: 5353, protocol: UDP}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: dns, namespace: shop}
spec:
  selector: {app: dns}
  ports: [{port: 53, protocol: UDP, targetPort: dns}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: dns, namespace: shop}
spec:
  selector: {matchLabels: {app: dns}}
  template:
    metadata: {labels: {app: dns}}
    spec:
      containers:
        - name: app
          image: dns:1
          ports: [{name: dns, containerPort: 5353, protocol: UDP}]
`,
  check: (graph) => [
    ...checkCause('routing/target-port-protocol', lacksOwnPort)(graph),
    ...graph.judgements().flatMap((judgement) => judgement.service.ports.flatMap((port) => ofNumber(judgement, port))),
  ],
}

/**
 * A number need not be declared. Where every selected pod declares it, but all for other protocols, and no other port of the Service is for those, the
 * protocol is a mistake: one that speaks both is declared for one of them, and offered for that one too.
 */
function ofNumber({service, backends: {listed}}: Judgement, port: ServicePort): readonly Found[] {
  const {targetPort, protocol, index} = port
  if (typeof targetPort !== 'number' || listed.length === 0) return []
  const declared = new Set<string>()
  for (const pod of listed) {
    const own = containerPortsOf(pod.spec).filter(({containerPort}) => containerPort === targetPort)
    if (own.length === 0 || own.some((one) => one.protocol === protocol)) return []
    for (const one of own) declared.add(one.protocol)
  }
  if (isOffered(service, targetPort, declared)) return []
  return [
    {
      message: `port ${targetPort} of ${listOwners(listed)} is declared for ${enumerate([...declared])}, the Service asks for ${protocol}`,
      object: referenceTo(service),
      place: service.origin && {origin: service.origin, path: ['spec', 'ports', index, 'protocol']},
      severity: 'warning',
      fix: {description: 'state the same protocol on the Service port and on the container port'},
    },
  ]
}

function isOffered({ports}: Service, targetPort: number, protocols: ReadonlySet<string>): boolean {
  return ports.some((port) => port.targetPort === targetPort && protocols.has(port.protocol))
}
