import {fieldsOf, itemsOf} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import type {Found, Rule} from '../../rule.ts'

export const deprecatedField: Rule = {
  id: 'routing/deprecated-field',
  severity: 'info',
  title: 'a field of a Service that is deprecated',
  why: 'It works still. `loadBalancerIP` (deprecated in 1.24) means something else with every cloud, and some ignore it. `externalIPs` (1.36) lets whoever may create a Service take any address, and kube-proxy will lose it. `PreferClose` (1.34) is now called PreferSameZone. `topologyKeys` is gone since 1.22.',
  fix: "Use the annotation of your cloud, or a Gateway's spec.addresses, for loadBalancerIP; a load balancer (MetalLB) for externalIPs; trafficDistribution: PreferSameZone for PreferClose and topologyKeys.",
  references: [
    'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec',
    'https://kubernetes.io/blog/2026/05/14/kubernetes-v1-36-deprecation-and-removal-of-service-externalips/',
    'https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  trafficDistribution: PreferClose
  selector: {app: web}
  ports: [{port: 80}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  trafficDistribution: PreferSameZone
  selector: {app: web}
  ports: [{port: 80}]
`,
  check: ({special}) =>
    special.flatMap((service) => {
      const spec = fieldsOf(service.object['spec'])
      return FIELDS.flatMap(({field, isUsed, message, advice, renamed}): readonly Found[] => {
        const value = spec[field]
        if (value === undefined || !isUsed(value, service.type)) return NONE
        const target = targetOf(service, service.origin)
        const path = ['spec', field]
        return [
          {
            message,
            object: referenceTo(service),
            place: service.origin && {origin: service.origin, path},
            aside: 'deprecated',
            fix: fixWith(advice, renamed === undefined ? [] : [{kind: 'set', target, path, from: String(value), to: renamed}]),
          },
        ]
      })
    }),
}

const NONE: readonly Found[] = []

const FIELDS: readonly {
  readonly field: string
  readonly isUsed: (value: unknown, type: string) => boolean
  readonly message: string
  readonly advice: string
  readonly renamed?: string
}[] = [
  {
    field: 'loadBalancerIP',
    isUsed: (value, type) => type === 'LoadBalancer' && typeof value === 'string' && value !== '',
    message: 'loadBalancerIP is deprecated since Kubernetes 1.24: what it means is up to each cloud',
    advice: 'use the annotation of your cloud or load balancer for a fixed address',
  },
  {
    field: 'externalIPs',
    isUsed: (value) => itemsOf(value).length > 0,
    message: 'externalIPs is deprecated since Kubernetes 1.36, and kube-proxy will lose it',
    advice: 'use a load balancer, or a Gateway',
  },
  {
    field: 'trafficDistribution',
    isUsed: (value) => value === 'PreferClose',
    message: 'trafficDistribution PreferClose is deprecated since Kubernetes 1.34: it is called PreferSameZone',
    advice: 'write PreferSameZone, where every cluster has Kubernetes 1.34 or later',
  },
  {
    field: 'topologyKeys',
    isUsed: (value) => itemsOf(value).length > 0,
    message: 'topologyKeys is gone since Kubernetes 1.22, and nobody reads it',
    advice: 'write trafficDistribution: PreferSameZone or PreferSameNode in its place',
  },
]
