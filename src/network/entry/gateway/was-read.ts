import type {Coverage, Read, ReadableKindName} from '../../../cluster/read.ts'

/**
 * Whether an object of this kind would be in the input if it existed: where manifests were read they are all there is, of a running cluster only what
 * was asked for and answered. A kind that a cluster does not serve has no objects in it.
 */
export function wasRead(
  coverage: Coverage | undefined,
  kind: ReadableKindName,
  {namespace, name}: {readonly namespace: string; readonly name?: string},
): boolean {
  if (!coverage) return true
  const wouldBring = (read: Read) =>
    read.kind === kind &&
    read.labels === undefined &&
    (read.fields === undefined || read.fields === `metadata.name=${name}`) &&
    (read.namespace === undefined || read.namespace === namespace) &&
    (read.name === undefined || read.name === name)
  return coverage.done.some(wouldBring) || coverage.unread.some(({read, reason}) => reason === 'not-served' && wouldBring(read))
}
