import {familyOf} from '../../../src/cluster/address.ts'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {partyOfNode, partyOfPod} from '../../../src/network/policy/parties.ts'
import type {Party} from '../../../src/network/policy/party.ts'
import type {SeenSource} from '../../../src/network/proxy/packet/arrival.ts'
import {sourceSeen} from '../../../src/questions/trace/source-seen.ts'
import type {LiveClient} from './clients.ts'

/** A client as policies see it. */
export function partyOfClient(cluster: Cluster, {client}: LiveClient): Party {
  switch (client.kind) {
    case 'outside':
      return client
    case 'node':
      return partyOfNode(cluster, client.node)
    case 'pod': {
      const pod = cluster.pods.all.find(({addresses}) => addresses?.[0] === client.addresses?.[0])
      if (!pod) throw new Error(`no pod has ${client.addresses}`)
      return partyOfPod(cluster, pod)
    }
  }
}

/** The address by which policies at an endpoint are asked about a connection, and whose it is by the objects of the cluster. */
export function sourceGiven(cluster: Cluster, party: Party, {client}: LiveClient, source: SeenSource, destination: string | null): string {
  const {kind, address} = source
  const node = source.kind === 'node' ? source.node : null
  const seen = sourceSeen(cluster, party, client.kind, {kind, node, address}, familyOf(destination ?? ''))
  if (seen.kind === 'outside') return String(seen.address)
  const [given, ...others] = seen.addresses ?? []
  if (given === undefined || others.length > 0) throw new Error(`policies are asked about ${seen.addresses}, which is not one address`)
  return given
}
