import type {IpvsProgram} from '../../../network/proxy/ipvs/program.ts'
import type {ProxyModel} from '../../../network/proxy/proxy-model.ts'
import {IPVS_IS_DEPRECATED} from '../../kube-proxy/deprecation.ts'
import {enumerate} from '../../naming.ts'
import {FAMILIES} from '../program.ts'

/** What there is to say of the rules of ipvs mode, and of no other. */
export function ipvsNotes(model: ProxyModel, programs: readonly IpvsProgram[]): readonly string[] {
  return [IPVS_IS_DEPRECATED, ...addressNotes(model), ...rivalNotes(programs)]
}

/** Node ports are virtual servers on each address of the node, and a Node states some of them only. */
function addressNotes({families}: ProxyModel): readonly string[] {
  const hasNodePorts = FAMILIES.some((family) => families[family].ports.some(({nodePort}) => nodePort !== null))
  return hasNodePorts
    ? [
        'node ports are shown on the addresses that the Node states: on others of its own (a bridge of its pods, a second network) they answer as well',
      ]
    : []
}

function rivalNotes(programs: readonly IpvsProgram[]): readonly string[] {
  const servers = programs.flatMap(({virtualServers}) => virtualServers)
  return servers.flatMap(({service, port, rivals}) =>
    rivals.length === 0
      ? []
      : [
          `${enumerate([port, ...rivals.map((rival) => rival.port)].map(({name}) => name))} claim ${service}: which of them has it is chance at every sync`,
        ],
  )
}
