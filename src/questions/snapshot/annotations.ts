import {type Fields, fieldsOf, isMapping} from '../../cluster/fields.ts'
import {isReadAnnotation} from '../../network/entry/entry-annotations.ts'
import {IGNORE_ANNOTATION} from '../ignored-rules.ts'

/** All annotations that questions, and whatever reads files, look at; beside them those that say what is open (entry-annotations.ts). */
const READ = new Set([
  'config.kubernetes.io/origin',
  'control-plane.alpha.kubernetes.io/leader',
  'helm.sh/hook',
  'istio.io/dry-run',
  'kube-router.io/service.hairpin',
  'service.antrea.io/load-balancer-mode',
  'service.kubernetes.io/topology-aware-hints',
  'service.kubernetes.io/topology-mode',
  IGNORE_ANNOTATION,
])

/** That network plugins annotate nodes is read, not what with. */
const PLUGINS_OF_NODES = ['projectcalico.org/', 'k8s.ovn.org/']

/**
 * Metadata without managed fields, and without annotations that no question reads: `kubectl apply`, kapp, Rancher and others leave copies of the whole
 * object in some, with everything that is left out elsewhere, and nobody can list them all.
 */
export function reduceMetadata(metadata: unknown, kind?: string): unknown {
  if (!isMapping(metadata)) return metadata
  const {managedFields: _, annotations, ...rest} = metadata
  const read = reduceAnnotations(annotations, kind)
  return Object.keys(read).length > 0 ? {...rest, annotations: read} : rest
}

/** @param kind of the object that has them; left out for those of a template */
function reduceAnnotations(annotations: unknown, kind: string | undefined): Fields {
  return Object.fromEntries(
    Object.entries(fieldsOf(annotations)).flatMap(([key, value]) => {
      if (READ.has(key)) return [[key, value]]
      if (kind !== undefined && isReadAnnotation(kind, key)) return [[key, withoutCredentials(key, value)]]
      return kind === 'Node' && PLUGINS_OF_NODES.some((start) => key.startsWith(start)) ? [[key, '']] : []
    }),
  )
}

/** Of who is asked whether a request may pass, not what he is asked with: addresses may hold passwords and tokens. */
export function withoutCredentials(key: string, value: unknown): unknown {
  if (!/[/-]auth-url$/.test(key) || typeof value !== 'string') return value
  return value.replace(/\/\/[^/?@]*@/, '//').replace(/\?.*$/s, '')
}
