import {READABLE, type Read, type ReadableKindName} from '../../cluster/read.ts'
import {READABLE_FOREIGN_WAYS_IN} from '../../cluster/readable-foreign-ways-in.ts'
import {READABLE_WAYS_IN} from '../../cluster/readable-ways-in.ts'

/** Every kind that leads in from outside, or says how far, beside Services. */
export const WAY_IN_KINDS = [
  'Ingress',
  'IngressClass',
  ...(Object.keys(READABLE_WAYS_IN) as (keyof typeof READABLE_WAYS_IN)[]),
  ...(Object.keys(READABLE_FOREIGN_WAYS_IN) as (keyof typeof READABLE_FOREIGN_WAYS_IN)[]),
] as const satisfies readonly ReadableKindName[]

/** Those of other products than Kubernetes and the Gateway API that lead in by themselves, or by what another of them says. */
export const FOREIGN_READS = [
  'TargetGroupBinding',
  ...(Object.keys(READABLE_FOREIGN_WAYS_IN) as (keyof typeof READABLE_FOREIGN_WAYS_IN)[]),
] as const satisfies readonly ReadableKindName[]

/** All of them, those that have namespaces of one namespace or (undefined) of all. */
export function wayInReads(namespace: string | undefined): readonly Read[] {
  return WAY_IN_KINDS.map((kind): Read => (READABLE[kind].namespaced ? {kind, namespace} : {kind}))
}
