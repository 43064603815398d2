import {referenceTo} from '../../../../cluster/identity.ts'
import type {ExposedEntry, ExposedService} from '../../../exposure/exposed-service.ts'
import {enumerate} from '../../../naming.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'
import {isSaid} from '../../sure-public.ts'

export const nodePort: Rule = {
  id: 'exposure/node-port',
  severity: 'info',
  title: 'a Service that every node answers for',
  why: 'A Service of type NodePort is open at a port of every node of the cluster, to whoever reaches a node, and knows no source ranges. Where nodes have public addresses, only a firewall stands before it.',
  fix: 'Where clients come through an Ingress, a Gateway or from inside of the cluster, ClusterIP is enough; else a load balancer can be told whom to let in.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
`,
  check: (graph) => graph.exposed().services.flatMap((one) => findNodePorts(graph, one)),
}

function findNodePorts({facts}: Graph, {service, entries}: ExposedService): readonly Found[] {
  if (service.type !== 'NodePort') return []
  const open = entries.filter((entry) => entry.via === 'NodePort' && (entry.reach === 'internet' || entry.reach === 'network'))
  if (open.length === 0) return []
  // Nodes among manifests may be of another cluster.
  const isSure = service.uid !== undefined || isSaid(facts.nodes?.evidence)
  const isPublic = open.some(({reach}) => reach === 'internet')
  return [
    {
      message: `every node answers at ${portsOf(open)}, to whoever reaches a node${isPublic ? ', and nodes have public addresses' : ''}`,
      object: referenceTo(service),
      place: service.origin && {origin: service.origin, path: ['spec', 'type']},
      aside: 'on every node',
      fix: {description: 'make it ClusterIP where clients come by another way, or a load balancer that is told whom to let in'},
      ...(isPublic && isSure && {severity: 'warning' as const}),
    },
  ]
}

function portsOf(entries: readonly ExposedEntry[]): string {
  const ports = [...new Set(entries.flatMap(({port}) => port ?? []))]
  return ports.length === 0 ? 'a port of its own' : `port${ports.length > 1 ? 's' : ''} ${enumerate(ports.map(String))}`
}
