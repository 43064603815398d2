import {containerPortsOf} from '../../../../cluster/container-port.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Service, ServicePort} from '../../../../cluster/service.ts'
import {enumerate} from '../../../naming.ts'
import type {Judgement} from '../../../resolve/judgement.ts'
import type {Found, Rule} from '../../rule.ts'

export const headlessPortTranslation: Rule = {
  id: 'routing/headless-port-translation',
  severity: 'warning',
  title: 'a headless Service whose port is not the port of its pods',
  why: 'DNS answers for a headless Service with the addresses of pods, and nothing stands between to turn its port into the targetPort. Clients that connect to the port that the Service states find nobody there. Only those that read endpoints or SRV records learn the port of the pods, and those ask for ports by name: of named ports it is a remark.',
  fix: 'Let port be what the pods listen at; or give the Service a cluster IP, if connections are to be spread by it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#headless-services'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  clusterIP: None
  selector: {app: web}
  ports:
    - port: 80
      targetPort: 8080
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  clusterIP: None
  selector: {app: web}
  ports:
    - port: 8080
`,
  check: (graph) => {
    if (!graph.special.some(translates)) return []
    const routed = new Set(
      graph
        .exposed()
        .services.flatMap(({service, entries}) => (entries.some(({via}) => via === 'Ingress' || via === 'Gateway') ? service : [])),
    )
    return graph
      .judgements()
      .flatMap((judgement) =>
        translates(judgement.service) && !routed.has(judgement.service)
          ? judgement.service.ports.flatMap((port) => checkPort(judgement, port))
          : [],
      )
  },
}

/** Whether a port of a headless Service is to lead to another one. */
function translates({headless, selector, type, ports}: Service): boolean {
  return headless && selector !== undefined && type === 'ClusterIP' && ports.some(({port, targetPort}) => port !== targetPort)
}

/** Nothing where pods are reached at the number too. */
function checkPort({service, backends}: Judgement, {name, port, targetPort, protocol, index}: ServicePort): readonly Found[] {
  const declared = backends.pods.flatMap(({spec}) => containerPortsOf(spec)).filter((one) => one.protocol === protocol)
  if (port === null || declared.some(({containerPort}) => containerPort === port)) return []
  const numbers =
    typeof targetPort === 'number' ? [targetPort] : declared.flatMap((one) => (one.name === targetPort ? one.containerPort : []))
  const others = [...new Set(numbers)].filter((number) => number !== port)
  if (others.length === 0) return []
  const own = enumerate(others.map(String))
  return [
    {
      message: `port ${port} is headless: DNS gives clients the addresses of the pods, which listen at ${own}`,
      object: referenceTo(service),
      place: service.origin && {origin: service.origin, path: ['spec', 'ports', index, 'port']},
      aside: `the pods listen at ${own}`,
      ...(name !== null && {severity: 'info'}),
      fix: {description: `write port: ${own}, or give the Service a cluster IP`},
    },
  ]
}
