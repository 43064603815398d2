import type {OtherObject} from '../../cluster/cluster.ts'
import type {Policy} from './policy.ts'

/** Reads an AdminNetworkPolicy, a BaselineAdminNetworkPolicy or a ClusterNetworkPolicy; undefined for another kind. */
export function readClusterPolicy(_object: OtherObject): Policy | undefined {
  return undefined
}
