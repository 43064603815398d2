import type {Cluster} from '../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../cluster/config-map.ts'
import {textOf} from '../../cluster/fields.ts'
import {type CorefileKubernetes, parseCorefile} from './corefile.ts'
import {isWithin, normalizeName} from './domain-name.ts'

/** How the cluster's DNS is set up, as far as it changes answers. */
export interface DnsSettings {
  /** In lower case and without final dot. */
  readonly domain: string
  /** Seconds. */
  readonly ttl: number
  /** Whether names of pods by address are answered: never, always, or where a pod of the namespace has it. */
  readonly pods: 'disabled' | 'insecure' | 'verified'
  /** The only namespaces that are answered for; undefined is all. */
  readonly namespaces: readonly string[] | undefined
  /** Endpoints without hostname go by their pod's name instead of their address. */
  readonly endpointPodNames: boolean
  /** A Service with cluster IP but without ready endpoints has no name. */
  readonly hidesEmptyServices: boolean
  /** Zones of which names that the cluster does not know are asked of other servers: addresses only. Empty text is the root. */
  readonly fallthrough: readonly string[]
  /** Names of pods and of headless Services are not answered at all. */
  readonly withoutEndpoints: boolean
  /** Where the settings were read; undefined for those that every installer brings. */
  readonly source: string | undefined
  /** What else is configured there that can change answers and is not judged: `rewrite`, `hosts`, … */
  readonly unjudged: readonly string[]
}

/** What kubeadm and AKS install. */
export const DEFAULT_DNS_SETTINGS: DnsSettings = {
  domain: 'cluster.local',
  ttl: 30,
  pods: 'insecure',
  namespaces: undefined,
  endpointPodNames: false,
  hidesEmptyServices: false,
  fallthrough: ['in-addr.arpa', 'ip6.arpa'],
  withoutEndpoints: false,
  source: undefined,
  unjudged: [],
}

/** What CoreDNS does where its Corefile is silent (plugin/kubernetes setup.go). */
const SILENT_COREFILE: DnsSettings = {...DEFAULT_DNS_SETTINGS, ttl: 5, pods: 'disabled'}

/**
 * The settings that the input states in the ConfigMap `coredns` of kube-system, else the usual ones. `domain` is the user's own word. AKS keeps
 * additions in `coredns-custom`, which can say anything: they are named, not judged.
 */
export function readDnsSettings(cluster: Cluster, domain?: string): DnsSettings {
  const corefile = textOf(dataOfConfigMap(cluster, 'kube-system', 'coredns')?.['Corefile'])
  const kubernetes = corefile === undefined ? undefined : parseCorefile(corefile)
  const custom = Object.keys(dataOfConfigMap(cluster, 'kube-system', 'coredns-custom') ?? {}).map((key) => `coredns-custom ${key}`)
  const stated = kubernetes ? settingsOf(kubernetes) : DEFAULT_DNS_SETTINGS
  return {...stated, unjudged: [...stated.unjudged, ...custom], ...(domain !== undefined && {domain})}
}

/** Whether a name of the server's zones that it does not know is asked of others (plugin/pkg/fall Through). */
export function fallsThrough({fallthrough}: DnsSettings, name: string): boolean {
  return fallthrough.some((zone) => zone === '' || isWithin(name, zone))
}

function settingsOf({zones, options, others}: CorefileKubernetes): DnsSettings {
  const has = (name: string) => options.has(name)
  const [ttl] = options.get('ttl') ?? []
  const [pods] = options.get('pods') ?? []
  const fallthrough = options.get('fallthrough')?.map(normalizeName) ?? []
  const restricting = ['labels', 'namespace_labels', 'zonal', 'multicluster'].filter(has).map((name) => `kubernetes ${name}`)
  return {
    ...SILENT_COREFILE,
    domain: zones.find((zone) => !zone.endsWith('.arpa')) ?? SILENT_COREFILE.domain,
    ttl: /^\d+$/.test(ttl ?? '') ? Number(ttl) : SILENT_COREFILE.ttl,
    pods: pods === 'insecure' || pods === 'verified' ? pods : 'disabled',
    namespaces: options.get('namespaces'),
    endpointPodNames: has('endpoint_pod_names'),
    hidesEmptyServices: options.get('ignore')?.[0] === 'empty_service',
    // Without a zone it is for all.
    fallthrough: has('fallthrough') && fallthrough.length === 0 ? [''] : fallthrough,
    withoutEndpoints: has('noendpoints'),
    source: 'ConfigMap kube-system/coredns',
    unjudged: [...restricting, ...others],
  }
}
