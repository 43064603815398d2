import type {Read, ReadableKindName} from '../../cluster/read.ts'

/** An object of a name; of no namespace, all that are called so. */
export function namedRead(kind: ReadableKindName, name: string, namespace: string | undefined): Read {
  return namespace === undefined ? {kind, fields: `metadata.name=${name}`} : {kind, namespace, name}
}

/** What a namespace has of a kind, for its names. Of a workload without its template there would be nothing to ask about. */
export function namesRead(kind: ReadableKindName, namespace: string | undefined): Read {
  return kind === 'Service' || kind === 'Pod' ? {kind, namespace, metadataOnly: true} : {kind, namespace}
}

/** Where nothing has the name: what this namespace has of the kind, and objects of the name elsewhere or of another kind. */
export function whatWasMeant(kind: ReadableKindName, name: string, namespace: string | undefined): readonly Read[] {
  if (namespace === undefined) return [namesRead(kind, namespace)]
  const others = (['Service', 'Deployment', 'StatefulSet', 'DaemonSet', 'Pod'] as const).filter((one) => one !== kind)
  return [namesRead(kind, namespace), namedRead(kind, name, undefined), ...others.map((one) => namedRead(one, name, namespace))]
}
