import type {Cluster} from '../../../../cluster/cluster.ts'
import {textOf} from '../../../../cluster/fields.ts'
import {type Identity, referenceTo} from '../../../../cluster/identity.ts'
import type {Origin, WireObject} from '../../../../cluster/object.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import type {Rule} from '../../rule.ts'

export const removedApiVersion: Rule = {
  id: 'routing/removed-api-version',
  severity: 'error',
  title: 'an API version that Kubernetes has no more',
  why: 'An API server that no longer serves a version refuses the manifest: "no matches for kind". Objects that were created by it before live on under the version that took its place.',
  fix: 'Write the version that took its place. Its fields may have other names: of an Ingress those of the backend, of a workload the selector, which must be stated.',
  references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  bad: `
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  backend: {serviceName: web, servicePort: 80}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
`,
  check: ({cluster, isInScope}) =>
    objectsOf(cluster).flatMap((one) => {
      const {object, origin, kind, uid} = one
      const version = textOf(object['apiVersion']) ?? ''
      const gone = REMOVED_VERSIONS.has(version)
        ? REMOVED.find(({versions, kinds}) => kinds.includes(kind) && versions.includes(version))
        : undefined
      if (!gone || uid !== undefined || !isInScope(one.namespace === '' ? null : one.namespace)) return []
      const change = {kind: 'set', target: targetOf(one, origin), path: ['apiVersion'], from: version, to: gone.successor} as const
      return [
        {
          message: `${version} has no ${kind} since Kubernetes ${gone.since}: it is ${gone.successor}`,
          object: referenceTo(one),
          place: origin && {origin, path: ['apiVersion']},
          aside: `removed in ${gone.since}`,
          fix: fixWith(`write ${gone.successor}`, gone.isSameShape ? [change] : []),
        },
      ]
    }),
}

/** What no server of a release from `since` on serves, by the deprecation guide. */
const REMOVED: readonly {
  readonly versions: readonly string[]
  readonly kinds: readonly string[]
  readonly since: string
  readonly successor: string
  /** Whether every manifest of the former version is one of its successor. */
  readonly isSameShape: boolean
}[] = [
  {
    versions: ['extensions/v1beta1', 'networking.k8s.io/v1beta1'],
    kinds: ['Ingress'],
    since: '1.22',
    successor: 'networking.k8s.io/v1',
    isSameShape: false,
  },
  {versions: ['networking.k8s.io/v1beta1'], kinds: ['IngressClass'], since: '1.22', successor: 'networking.k8s.io/v1', isSameShape: true},
  {versions: ['extensions/v1beta1'], kinds: ['NetworkPolicy'], since: '1.16', successor: 'networking.k8s.io/v1', isSameShape: true},
  {
    versions: ['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'],
    kinds: ['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet'],
    since: '1.16',
    successor: 'apps/v1',
    isSameShape: false,
  },
  {versions: ['batch/v1beta1', 'batch/v2alpha1'], kinds: ['CronJob'], since: '1.25', successor: 'batch/v1', isSameShape: true},
]

const REMOVED_VERSIONS: ReadonlySet<string> = new Set(REMOVED.flatMap(({versions}) => versions))

type Written = Identity & {readonly object: WireObject; readonly origin: Origin | undefined}

function objectsOf({others, workloads}: Cluster): readonly Written[] {
  return [...others, ...workloads]
}
