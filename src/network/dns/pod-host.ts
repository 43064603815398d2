import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Found} from './host.ts'
import type {DnsSettings} from './settings.ts'

/** The address that a pod's name stands for (plugin/kubernetes findPods): answered unseen, or only where a pod has it. */
export function hostOfPodName(cluster: Cluster, settings: DnsSettings, namespace: string, label: string): Found {
  const spelt = undash(label)
  const address = parseAddress(spelt)
  // Go's net.ParseIP takes no leading zeros in octets.
  if (!address || (spelt.includes('.') && address.text !== spelt)) {
    return {kind: 'absent', why: {kind: 'no-address-in-name', label}}
  }
  const {text, family} = address
  const pods = cluster.pods.inNamespace(namespace)
  // CoreDNS looks pods up by the address as it is spelt in the name.
  const pod = pods.find(
    ({addresses, terminating}) => terminating !== true && addresses?.includes(settings.pods === 'verified' ? spelt : text),
  )
  if (settings.pods === 'verified' && !pod) {
    const open = pods.some(({addresses}) => addresses === undefined)
    if (open) return {kind: 'unknown', why: {kind: 'addresses-not-stated', service: undefined}}
    return {kind: 'absent', why: {kind: 'no-pod', namespace, address: text}}
  }
  return {
    kind: 'hosts',
    hosts: [
      {
        kind: 'address',
        address: text,
        family,
        // CoreDNS answers an SRV question about a pod with port 0.
        port: 0,
        target: `${label}.${namespace}.pod.${settings.domain}`,
        object: pod?.target ?? null,
        replicas: 1,
      },
    ],
    why: {kind: 'other-types', service: undefined},
  }
}

/** `10-244-1-13` and `fd00-244--12` with dots or colons in place of the dashes. */
function undash(label: string): string {
  const isIPv4 = label.split('-').length === 4 && !label.includes('--')
  return label.replaceAll('-', isIPv4 ? '.' : ':')
}
