import type {Labels} from '../../cluster/label-selector.ts'
import type {ClientClass} from './clients.ts'
import {entriesOf} from './roster.ts'

/** Pods of a namespace with the same labels. */
export interface GroupData {
  readonly id: string
  /** Clients whom no policy tells apart share it. */
  readonly client: string
  readonly namespace: string
  readonly labels: Labels
  /** Whether they use the network of their node, and are the node to policies. */
  readonly isOnNodeNetwork: boolean
  readonly workloads: readonly {readonly kind: string; readonly name: string}[]
  /** Null where the input does not state how many. */
  readonly pods: number | null
}

export function toGroups({kind, groups}: ClientClass, client: string, prefix: string): readonly GroupData[] {
  return groups.map(({index, group, pods}) => {
    const entries = entriesOf(pods)
    return {
      id: `${prefix}g${index + 1}`,
      client,
      namespace: group.namespace,
      labels: group.labels.known,
      isOnNodeNetwork: kind === 'node',
      workloads: entries.map(({reference}) => ({kind: reference.kind, name: reference.name})),
      pods: entries.reduce<number | null>((sum, entry) => (sum === null || entry.pods === null ? null : sum + entry.pods), 0),
    }
  })
}
