import {fieldsOf, isMapping, textOf} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'
import {isReadAnnotation} from '../../network/entry/entry-annotations.ts'

/** Where `kubectl apply` keeps what it was given, which is how it tells what somebody has taken out of a manifest from what others have put in. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** A manifest with the annotations that controllers and people have put on the object beside it: of what it was applied with, nothing that it lacks now. */
export function withForeignAnnotations(running: WireObject, written: WireObject): WireObject {
  const [was, metadata] = [fieldsOf(running['metadata']), fieldsOf(written['metadata'])]
  const annotations = fieldsOf(was['annotations'])
  const applied = parse(textOf(annotations[LAST_APPLIED]))
  // Whoever applies by other means has said all that is to be there.
  if (!applied) return written
  const own = fieldsOf(fieldsOf(applied['metadata'])['annotations'])
  const foreign = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED && !Object.hasOwn(own, key))
  if (foreign.length === 0) return written
  return {...written, metadata: {...metadata, annotations: {...Object.fromEntries(foreign), ...fieldsOf(metadata['annotations'])}}}
}

function parse(text: string | undefined): WireObject | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isMapping(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Of which fields of its spec the addresses of an object follow, beside the annotations that are read of its kind. */
const DECIDING: Readonly<Record<string, readonly string[]>> = {
  Service: ['loadBalancerClass', 'loadBalancerIP'],
  Ingress: ['ingressClassName'],
  Gateway: ['gatewayClassName', 'infrastructure', 'addresses'],
}

/** Whether both ask for the same load balancer, so that it keeps its addresses. */
export function isDecidedAlike(one: WireObject, other: WireObject): boolean {
  const typeOf = ({spec}: WireObject) => fieldsOf(spec)['type'] ?? 'ClusterIP'
  return typeOf(one) === typeOf(other) && JSON.stringify(sorted(decidingIn(one))) === JSON.stringify(sorted(decidingIn(other)))
}

function decidingIn({kind, spec, metadata}: WireObject): unknown {
  const fields = DECIDING[String(kind)] ?? []
  const annotations = Object.entries(fieldsOf(fieldsOf(metadata)['annotations'])).filter(([key]) => isReadAnnotation(String(kind), key))
  return [...fields.map((field) => fieldsOf(spec)[field] ?? null), Object.fromEntries(annotations)]
}

/** Keys in one order: that of a file says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isMapping(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
