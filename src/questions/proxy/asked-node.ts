import type {Cluster} from '../../cluster/cluster.ts'
import {UserError} from '../../user-error.ts'
import {enumerate} from '../naming.ts'
import {nearestWord} from '../resemblance.ts'

/** The node that was asked about, and what the reader should know of it. */
export interface AskedNode {
  readonly name: string
  /** Whether the input has its object, with its zone and addresses. */
  readonly isKnown: boolean
  readonly notes: readonly string[]
}

/**
 * The node that `--node` names, else the one that kube-proxy's configuration is for, else the only one.
 * Throws a UserError for a name that the input lacks, though it has nodes, and where none is named.
 */
export function findAskedNode(cluster: Cluster, named: string | undefined, hostnameOverride: string | undefined): AskedNode {
  const names = [...cluster.nodes.keys()]
  const name = named ?? hostnameOverride ?? (names.length === 1 ? names[0] : undefined)
  if (name === undefined || name === '') {
    throw new UserError('no node is named', names.length > 0 ? `name one: --node ${enumerate(names, 5)}` : 'name the node: --node NAME')
  }
  if (cluster.nodes.has(name)) return {name, isKnown: true, notes: []}
  if (names.length === 0) {
    return {name, isKnown: false, notes: [`the input has no nodes: ${name} is taken for one without zone, whose addresses are not known`]}
  }
  const near = nearestWord(name, names)
  throw new UserError(`no Node named ${name} in the input`, near === undefined ? `it has ${enumerate(names, 5)}` : `did you mean ${near}?`)
}
