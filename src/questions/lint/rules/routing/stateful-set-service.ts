import type {Cluster} from '../../../../cluster/cluster.ts'
import {textOf, valueAt} from '../../../../cluster/fields.ts'
import {groupBy} from '../../../../cluster/group-by.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Service} from '../../../../cluster/service.ts'
import type {Workload} from '../../../../cluster/workload.ts'
import {nearestWord} from '../../../resemblance.ts'
import {areAppliedTogether} from '../../applied-together.ts'
import type {Found, Rule} from '../../rule.ts'

export const statefulSetService: Rule = {
  id: 'routing/stateful-set-service',
  severity: 'warning',
  title: 'a StatefulSet whose serviceName is no headless Service',
  why: 'The pods of a StatefulSet have names in DNS (db-0.db.shop.svc.cluster.local) where serviceName is a headless Service that selects them. Without a Service, members that look each other up by name find nobody. Behind one with a cluster IP, CoreDNS answers for them all the same; the standard does not ask for that, and kube-dns does not. A StatefulSet that needs no such names may do without, and since Kubernetes 1.33 the API says so; where nothing shows that the names are used it is a remark.',
  fix: 'Let serviceName name a headless Service (clusterIP: None) of its namespace that selects the pods.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
    'https://github.com/kubernetes/kubernetes/pull/130233',
    'https://github.com/kubernetes/dns/blob/master/docs/specification.md',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  selector: {app: db}
  ports: [{port: 5432}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: db
          image: db:1
          args: [--join=db-0.db]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  clusterIP: None
  selector: {app: db}
  ports: [{port: 5432}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: db
          image: db:1
          args: [--join=db-0.db]
`,
  check: ({cluster, isInScope}) => {
    const sets = cluster.workloads.filter(({group, kind, namespace}) => kind === 'StatefulSet' && group === 'apps' && isInScope(namespace))
    if (sets.length === 0) return []
    const services = groupBy(cluster.services, ({namespace}) => namespace)
    return sets.flatMap((workload) => checkServiceName(cluster, workload, services.get(workload.namespace) ?? []))
  },
}

function checkServiceName(cluster: Cluster, workload: Workload, services: readonly Service[]): readonly Found[] {
  const serviceName = textOf(valueAt(workload.object, 'spec', 'serviceName'))
  if (serviceName === undefined) return []
  const {origin} = workload
  const found = {object: referenceTo(workload), place: origin && {origin, path: ['spec', 'serviceName']}}
  const defined = services.filter(({name}) => name === serviceName)
  const together = defined.filter((service) => areAppliedTogether(cluster, origin, service.origin))
  if (together.length > 0) {
    if (together.some(({headless}) => headless)) return []
    return [
      {
        ...found,
        message: `serviceName ${serviceName} is a Service with a cluster IP: its pods have names in DNS by the grace of CoreDNS alone`,
        aside: 'it is not headless',
        ...(!usesNames(workload, serviceName) && {severity: 'info'}),
        fix: {description: 'name a headless Service (clusterIP: None) that selects the pods'},
      },
    ]
  }
  const headless = services.filter((service) => service.headless && areAppliedTogether(cluster, origin, service.origin))
  const meant = nearestWord(
    serviceName,
    headless.map(({name}) => name),
  )
  if (defined.length > 0 || meant === undefined) return []
  return [
    {
      ...found,
      message: `there is no Service ${serviceName}, and so its pods have no names in DNS; there is a headless Service ${meant}`,
      aside: `there is a Service ${meant}`,
      fix: {description: `name the headless Service that is there: ${meant}`},
    },
  ]
}

/** Whether something that its containers are given has the name of one of its pods in it: `db-0.db`, `$(POD_NAME).db`. */
function usesNames({name, templates}: Workload, serviceName: string): boolean {
  const escaped = (text: string) => text.replaceAll('.', '\\.')
  const pattern = new RegExp(`(\\b${escaped(name)}-[0-9]+|\\$[({]?[A-Z_]+[)}]?)\\.${escaped(serviceName)}\\b`)
  return templates.some(({spec}) => pattern.test(JSON.stringify(spec) ?? ''))
}
