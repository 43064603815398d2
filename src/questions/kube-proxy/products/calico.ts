import type {Cluster} from '../../../cluster/cluster.ts'
import {textOf, valueAt} from '../../../cluster/fields.ts'
import type {WireObject} from '../../../cluster/object.ts'
import {environmentOf, findRunningDaemonSet, nameOfDaemonSet} from '../daemon-set.ts'
import type {Claim, Difference, ProxiedConnection, ProxyProduct} from './product.ts'

/** Where manifests install calico-node, and where the operator does. */
const NAMESPACES = ['calico-system', 'kube-system']

/**
 * Calico's eBPF data plane. Of what may switch it on Felix reads its environment first and FelixConfiguration default last; the operator writes what
 * Installation default says there. Where kube-proxy goes on running, Calico is in front of it.
 * Source: docs.tigera.io/calico/latest/operations/ebpf/enabling-ebpf, …/reference/felix/configuration, …/reference/installation/api
 */
export const CALICO: ProxyProduct = {means: 'eBPF programs', claim: claimOfCalico, differences: differencesOfCalico}

function claimOfCalico(cluster: Cluster): Claim | undefined {
  const stated = statementOf(cluster)
  if (stated) return stated.isOn ? claimBy(stated.evidence) : undefined
  const installed = textOf(
    valueAt(findDefault(cluster, 'Installation', /^operator\.tigera\.io$/), 'spec', 'calicoNetwork', 'linuxDataplane'),
  )
  return installed === 'BPF' ? claimBy('Installation default says linuxDataplane: BPF') : undefined
}

/** Whether what Felix itself reads says it, so that what its operator was told does not count. */
export function isStatedForCalico(cluster: Cluster): boolean {
  return statementOf(cluster) !== undefined
}

function statementOf(cluster: Cluster): {readonly isOn: boolean; readonly evidence: string} | undefined {
  const agent = findRunningDaemonSet(cluster, NAMESPACES, 'calico-node')
  const environment = agent && environmentOf(agent, 'FELIX_BPFENABLED')
  if (agent && environment !== undefined) {
    return {isOn: isTrue(environment), evidence: `${nameOfDaemonSet(agent)} has FELIX_BPFENABLED=${environment}`}
  }
  const configured = valueAt(findDefault(cluster, 'FelixConfiguration', /(^|\.)projectcalico\.org$/), 'spec', 'bpfEnabled')
  return configured === undefined ? undefined : {isOn: configured === true, evidence: 'FelixConfiguration default says bpfEnabled: true'}
}

function claimBy(evidence: string): Claim {
  return {name: 'Calico eBPF', podsToClusterIPs: true, others: true, evidence}
}

/** As Felix reads booleans (its config package). */
function isTrue(text: string): boolean {
  return ['true', '1', 'yes', 'y', 't'].includes(text.toLowerCase())
}

/** The one that is for all nodes. An Installation may have the shape of a workload, for it has pod templates in it. */
function findDefault({others, workloads}: Cluster, wanted: string, inGroup: RegExp): WireObject | undefined {
  return [...others, ...workloads].find(({group, kind, name}) => kind === wanted && name === 'default' && inGroup.test(group))?.object
}

function differencesOfCalico(_cluster: Cluster, {client, via}: ProxiedConnection): readonly Difference[] {
  return client === 'outside' && via !== undefined && via !== 'cluster-ip'
    ? [{message: 'pods see the own address of a client outside of the cluster', effect: 'source-kept'}]
    : []
}
