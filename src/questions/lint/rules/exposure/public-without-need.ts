import {referenceTo} from '../../../../cluster/identity.ts'
import type {Service} from '../../../../cluster/service.ts'
import type {ExposedEntry, ExposedService} from '../../../exposure/exposed-service.ts'
import {describeThrough} from '../../../exposure/wording.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'

export const publicWithoutNeed: Rule = {
  id: 'exposure/public-without-need',
  severity: 'warning',
  title: 'a Service that calls itself internal, and is open to the internet',
  why: 'What is named internal, private or admin is not made for strangers, and is guarded as such. Most clouds give every load balancer a public address unless its manifest says otherwise, in the words of that cloud.',
  fix: 'Make the load balancer internal, take the route away, or let only some clients in. Where everybody is meant, silence the rule for this Service.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: shop-admin, annotations: {service.beta.kubernetes.io/azure-dns-label-name: shop-admin}}
spec:
  type: LoadBalancer
  selector: {app: shop-admin}
  ports: [{port: 80}]
`,
  good: `
apiVersion: v1
kind: Service
metadata:
  name: shop-admin
  annotations: {service.beta.kubernetes.io/azure-load-balancer-internal: "true"}
spec:
  type: LoadBalancer
  selector: {app: shop-admin}
  ports: [{port: 80}]
`,
  check: (graph) => graph.exposed().services.flatMap((one) => findPublic(graph, one)),
}

const INSIDE: ReadonlySet<string> = new Set(['internal', 'intern', 'private', 'intranet', 'admin', 'backoffice', 'debug'])

/** The word of its name that says that it is not for strangers; `not-internal`, `external-admin` say otherwise. */
function wordOf({name}: Service): string | undefined {
  const words = name.toLowerCase().split(/[-.]/)
  if (words.some((word) => /^(public|external|ext|no|not|non|login)$/.test(word))) return undefined
  return words.find((word) => INSIDE.has(word))
}

function findPublic({facts}: Graph, {service, entries}: ExposedService): readonly Found[] {
  const word = wordOf(service)
  const way = word === undefined ? undefined : entries.find(isOpenToAll)
  if (!way) return []
  return [
    {
      message: `it is called ${word}, and everybody on the internet can come to it through its ${describeThrough(way, facts, [])}`,
      object: referenceTo(service),
      place: way.place,
      aside: 'public',
      fix: {
        description:
          way.via === 'LoadBalancer'
            ? 'make the load balancer internal, or state spec.loadBalancerSourceRanges'
            : 'take the way in away, or let only some clients in',
      },
    },
  ]
}

/** Before ports of nodes there is a firewall as a rule. */
function isOpenToAll({via, reach, sources, narrowedBy, evidence}: ExposedEntry): boolean {
  if (via === 'NodePort' || via === 'HostPort' || via === 'HostNetwork') return false
  return reach === 'internet' && sources.length + narrowedBy.length === 0 && !evidence.some((one) => one.startsWith('asks '))
}
