import {referenceTo} from '../../../../cluster/identity.ts'
import type {Service, ServicePort} from '../../../../cluster/service.ts'
import {findInstallations, servicesOfInstallation} from '../../../../network/entry/ingress/installation.ts'
import type {ShownEntry} from '../../../exposure/shown-entry.ts'
import {enumerate} from '../../../naming.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'
import {shownExposureOf} from '../../shown-exposure.ts'

export const noSourceRanges: Rule = {
  id: 'exposure/no-source-ranges',
  severity: 'warning',
  title: 'a public load balancer that lets everybody in, at ports that are no website',
  why: 'A public load balancer without source ranges takes connections from every address of the internet. For a website that is meant; a port with a protocol of its own mostly has a few clients that are known.',
  fix: 'State the networks of its clients in spec.loadBalancerSourceRanges, or make the load balancer internal. Where everybody is meant, silence the rule for this Service.',
  references: ['https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: ledger, annotations: {service.beta.kubernetes.io/azure-dns-label-name: ledger}}
spec:
  type: LoadBalancer
  selector: {app: ledger}
  ports: [{port: 7051}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: ledger, annotations: {service.beta.kubernetes.io/azure-dns-label-name: ledger}}
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [198.51.100.0/24]
  selector: {app: ledger}
  ports: [{port: 7051}]
`,
  check: (graph) => {
    const balanced = shownExposureOf(graph).filter(({service}) => service?.type === 'LoadBalancer')
    if (balanced.length === 0) return []
    const controllers = servicesOfControllers(graph)
    return balanced.flatMap(({service, entries}) =>
      !service || controllers.has(service) || isGateway(service) ? [] : findOpen(service, entries),
    )
  },
}

/** In front of those are websites, whatever else they listen on. */
function servicesOfControllers({cluster}: Graph): ReadonlySet<Service> {
  return new Set(findInstallations(cluster).flatMap((one) => servicesOfInstallation(one, cluster)))
}

function isGateway({name, labels}: Service): boolean {
  return [name, ...Object.values(labels)].some((word) => /ingress|gateway|traefik|nginx|haproxy|envoy|contour|kong|proxy/i.test(word))
}

function findOpen(service: Service, entries: readonly ShownEntry[]): readonly Found[] {
  const open = entries.flatMap(({entry: {via, reach, placement, sources, narrowedBy, servicePort}, sensitivity}) => {
    const isOpen = via === 'LoadBalancer' && reach === 'internet' && placement === 'public' && sources.length + narrowedBy.length === 0
    return isOpen && !sensitivity && servicePort && !isForEverybody(servicePort) ? servicePort : []
  })
  const ports = [...new Set(open)]
  if (ports.length === 0) return []
  const {origin} = service
  const named = `port${ports.length > 1 ? 's' : ''} ${enumerate(ports.map(({port}) => String(port)))}`
  return [
    {
      message: `its load balancer is public and lets everybody in, at ${named}`,
      object: referenceTo(service),
      place: origin && {origin, path: ['spec', 'type']},
      aside: 'no source ranges',
      fix: {description: 'state spec.loadBalancerSourceRanges, or make it internal'},
    },
  ]
}

/** Mail, names, calls and transfer of files are for strangers too. */
const PUBLIC_PORTS: ReadonlySet<number> = new Set([
  ...[21, 25, 53, 80, 81, 110, 143, 443, 465, 587, 853, 990, 993, 995, 1935, 3478, 5060, 5061, 5222, 5269, 5349],
  ...[3000, 5000, 8000, 8080, 8081, 8082, 8088, 8443, 8883, 8888],
])

/** The web, in any of its dresses, and what nobody asks who is calling for. UDP is for names, calls and games. */
function isForEverybody({port, protocol, name, appProtocol, targetPort}: ServicePort): boolean {
  if (protocol !== 'TCP' || appProtocol !== null || port === null) return true
  const names = [name, targetPort].filter((one) => typeof one === 'string')
  if (names.some((one) => /^(https?|web|websecure|www|grpc|grpcs|h2c?|http2|ws|wss|tls|ui|api)\b/.test(one))) return true
  return PUBLIC_PORTS.has(port) || targetPort === 80 || targetPort === 443 || targetPort === 8080 || targetPort === 8443
}
