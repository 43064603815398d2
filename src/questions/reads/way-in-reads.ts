import {READABLE, type Read, type ReadableKindName} from '../../cluster/read.ts'
import {READABLE_WAYS_IN} from '../../cluster/readable-ways-in.ts'

/** Every kind that leads in from outside, or says how far, beside Services. */
export const WAY_IN_KINDS = [
  'Ingress',
  'IngressClass',
  ...(Object.keys(READABLE_WAYS_IN) as (keyof typeof READABLE_WAYS_IN)[]),
] as const satisfies readonly ReadableKindName[]

/** All of them, those that have namespaces of one namespace or (undefined) of all. */
export function wayInReads(namespace: string | undefined): readonly Read[] {
  return WAY_IN_KINDS.map((kind): Read => (READABLE[kind].namespaced ? {kind, namespace} : {kind}))
}
