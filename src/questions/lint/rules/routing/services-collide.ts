import {parseAddress} from '../../../../cluster/address.ts'
import type {Cluster} from '../../../../cluster/cluster.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Path} from '../../../../cluster/object.ts'
import {obtain} from '../../../../cluster/obtain.ts'
import type {Service} from '../../../../cluster/service.ts'
import {areAppliedTogether} from '../../applied-together.ts'
import type {Found, Rule} from '../../rule.ts'

export const servicesCollide: Rule = {
  id: 'routing/services-collide',
  severity: 'error',
  title: 'two Services that ask for one nodePort or one cluster IP',
  why: 'A node port belongs to one Service of the whole cluster, in whatever namespace and for whatever protocol, and so does a cluster IP. The API server refuses the second that asks for it ("provided port is already allocated").',
  fix: 'Leave the value out, and the API server picks a free one; or state another. It is found where both are surely applied together: in one file, or by one kustomization.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#nodeport-custom-port',
    'https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, nodePort: 30080}]
---
apiVersion: v1
kind: Service
metadata: {name: admin, namespace: shop}
spec:
  type: NodePort
  selector: {app: admin}
  ports:
    - port: 80
      nodePort: 30080
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, nodePort: 30080}]
---
apiVersion: v1
kind: Service
metadata: {name: admin, namespace: shop}
spec:
  type: NodePort
  selector: {app: admin}
  ports:
    - port: 80
      nodePort: 30081
`,
  check: ({cluster, services}) => {
    const holders = new Map<string, Claim[]>()
    const found: Found[] = []
    for (const service of cluster.services) {
      for (const claim of claimsOf(service)) {
        const before = obtain(holders, claim.value, (): Claim[] => [])
        const holder = before.find((one) => collide(cluster, one.service, service))
        if (holder && services.includes(service)) found.push(collision(claim, holder.service))
        before.push(claim)
      }
    }
    return found
  },
}

/** Something that one Service of a cluster can have. */
interface Claim {
  readonly service: Service
  /** A node port, or an address. */
  readonly value: string
  readonly words: string
  readonly path: Path
}

function claimsOf(service: Service): readonly Claim[] {
  const {type, ports, clusterIPs, object} = service
  const hasNodePorts = type !== 'ClusterIP' && type !== 'ExternalName'
  if (type === 'ExternalName' || (!hasNodePorts && clusterIPs.length === 0)) return NONE
  const nodePorts = ports.flatMap(({nodePort, index}): readonly Claim[] =>
    nodePort === null || !hasNodePorts
      ? []
      : [{service, value: String(nodePort), words: `nodePort ${nodePort}`, path: ['spec', 'ports', index, 'nodePort']}],
  )
  const stated = (object['spec'] as {clusterIPs?: unknown} | null)?.clusterIPs
  const addresses = clusterIPs.flatMap((text, index): readonly Claim[] => {
    const address = parseAddress(text)?.text
    const path: Path = Array.isArray(stated) && index > 0 ? ['spec', 'clusterIPs', index] : ['spec', 'clusterIP']
    return address === undefined ? [] : [{service, value: address, words: `clusterIP ${address}`, path}]
  })
  return [...nodePorts, ...addresses]
}

const NONE: readonly Claim[] = []

/** Two definitions of one Service are no two Services, and of what runs the API server has made sure. */
function collide(cluster: Cluster, a: Service, b: Service): boolean {
  if (a.namespace === b.namespace && a.name === b.name) return false
  return (a.uid === undefined || b.uid === undefined) && areAppliedTogether(cluster, a.origin, b.origin)
}

function collision({service, words, path}: Claim, holder: Service): Found {
  const name = holder.namespace === service.namespace ? `svc/${holder.name}` : `svc/${holder.name} in namespace ${holder.namespace}`
  return {
    message: `${words} is ${name}'s already: the API server refuses the second that asks for it`,
    object: referenceTo(service),
    place: service.origin && {origin: service.origin, path},
    aside: `${name} has it too`,
    fix: {description: `leave ${String(path.findLast((step) => typeof step === 'string'))} out, or state another`},
  }
}
