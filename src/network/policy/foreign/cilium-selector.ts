import {fieldsOf} from '../../../cluster/fields.ts'
import {type LabelSelector, type Requirement, SELECTS_NOTHING} from '../../../cluster/label-selector.ts'
import {readWireLabelSelector} from '../../../cluster/wire-label-selector.ts'
import {NAME_LABEL} from '../namespace-labels.ts'

/** What an endpointSelector asks of a pod and of its namespace. */
export interface EndpointSelector {
  readonly pods: LabelSelector
  readonly namespaces: LabelSelector
}

const NAMESPACE = 'io.kubernetes.pod.namespace'
const NAMESPACE_LABELS = 'io.cilium.k8s.namespace.labels.'
/** Cluster and service account: no label of a pod. */
const OF_CILIUM = 'io.cilium.'

/**
 * Reads Cilium's endpointSelector, whose keys may bear the source of a label (`k8s:app`), and which knows the labels of namespaces under keys of its own.
 * A requirement that is not understood is left out, so that rather too many are selected.
 * Source: docs.cilium.io/en/stable/security/policy/kubernetes, docs.cilium.io/en/stable/gettingstarted/terminology (labels)
 */
export function readEndpointSelector(value: unknown): EndpointSelector {
  const read = readWireLabelSelector(fieldsOf(value))
  if (read.kind === 'error') return {pods: [], namespaces: []}
  const pods: Requirement[] = []
  const namespaces: Requirement[] = []
  const labels = [...read.matchLabels].map(([key, text]) => ({key, operator: 'In', values: [text]}))
  for (const {key: written, operator, values} of [...labels, ...read.matchExpressions]) {
    if (!isOperator(operator)) continue
    const [, source = 'any', key = ''] = /^(?:([a-z0-9-]+):)?(.*)$/.exec(written) ?? []
    // Cilium's own endpoints: the host, its health check, its proxy.
    if (source === 'reserved' && (operator === 'In' || operator === 'Exists')) return {pods: SELECTS_NOTHING, namespaces: []}
    if (source !== 'any' && source !== 'k8s') continue
    if (key === NAMESPACE) namespaces.push({key: NAME_LABEL, operator, values})
    else if (key.startsWith(NAMESPACE_LABELS)) namespaces.push({key: key.slice(NAMESPACE_LABELS.length), operator, values})
    else if (!key.startsWith(OF_CILIUM)) pods.push({key, operator, values})
  }
  return {pods, namespaces}
}

function isOperator(text: string): text is 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' {
  return ['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(text)
}
