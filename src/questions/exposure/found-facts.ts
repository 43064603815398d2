import type {Via} from '../../network/entry/entry.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import type {SaidFacts} from './said-facts.ts'
import type {Way} from './told-ways.ts'

/**
 * A note for each fact that the input showed and nobody said, and that told ways hang on: one object may decide it for the whole tree, and be there by
 * accident. Where an address is known the cloud decides nothing.
 */
export function describeFoundFacts({cloud, nodes}: EntryFacts, said: SaidFacts, ways: readonly Way[]): readonly string[] {
  const hang = (vias: readonly Via[]) =>
    ways.some(({entries}) => entries.some(({entry}) => vias.includes(entry.via) && entry.address === null && entry.reach !== 'none'))
  return [
    ...(cloud && !said.cloud && hang(['LoadBalancer', 'Ingress', 'Gateway']) ? [`cloud ${cloud.name}: ${cloud.evidence}`] : []),
    ...(nodes && !said.nodes && hang(['NodePort', 'HostPort', 'HostNetwork']) ? [`nodes ${nodes.addresses}: ${nodes.evidence}`] : []),
  ]
}
