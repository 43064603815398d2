import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {partyOfNode} from '../../network/policy/parties.ts'
import type {Party} from '../../network/policy/party.ts'
import type {Client} from '../../network/proxy/packet/client.ts'
import type {SourceData} from './trace-data.ts'

/**
 * Whose address arrives at an endpoint, which is whom policies there judge: the client where its address is kept, else the node that put its own in its
 * place. A pod whose connection leaves the cluster and comes back is somebody outside. `opener` is as whom the client opened the connection.
 */
export function sourceSeen(
  cluster: Cluster,
  client: Party,
  opener: Client['kind'],
  {kind, node, address}: SourceData,
  family: AddressFamily | undefined,
): Party {
  if (kind === 'node') return at(partyOfNode(cluster, node === '' ? null : node, family), address)
  if (client.kind === 'outside') return client
  return opener === 'outside' ? {kind: 'outside', address} : at(client, address)
}

/** A node has several addresses, and one of them arrives. */
function at(party: Party, address: string | null): Party {
  if (address === null || party.kind === 'outside') return party
  const [only, ...others] = party.addresses ?? []
  return only === address && others.length === 0 ? party : {...party, addresses: [address]}
}
