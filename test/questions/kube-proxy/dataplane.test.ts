import {describe, expect, test} from 'vitest'
import {findDataplanes} from '../../../src/questions/kube-proxy/dataplane.ts'
import {clusterOf, runningPod, together} from '../../manifest.ts'
import {cilium, configMap, daemonSet, felixConfiguration, installation, KUBE_PROXY, KUBE_PROXY_IN_IPVS_MODE} from './installed.ts'

/** `replaced Cilium` for what pods send to cluster IPs, and for the rest where that is not the same. */
function found(...objects: readonly string[]): string {
  const {podsToClusterIPs, others} = findDataplanes(clusterOf(together(...objects)))
  const [first, second] = [podsToClusterIPs, others].map(({kind, name}) => (name === null || name === kind ? kind : `${kind} ${name}`))
  return first === second ? String(first) : `${first}, others ${second}`
}

const evidenceOf = (...objects: readonly string[]) => findDataplanes(clusterOf(together(...objects))).others.evidence

describe('what makes Services work', () => {
  test.each<[what: string, objects: readonly string[], expected: string]>([
    ['nothing is shown, as with k3s, which runs kube-proxy inside of its own program', [daemonSet('svclb-traefik')], 'unknown'],
    ['the DaemonSet of kubeadm', [KUBE_PROXY], 'kube-proxy'],
    ['no more than its ConfigMap', [KUBE_PROXY_IN_IPVS_MODE], 'kube-proxy'],
    [
      'a pod that a kubelet starts by itself',
      [runningPod('kube-proxy-node-a', {}, {}, {namespace: 'kube-system'}).replace('"app"', '"kube-proxy"')],
      'kube-proxy',
    ],
    ['a DaemonSet that a node selector has switched off', [daemonSet('kube-proxy', {desired: 0}), KUBE_PROXY_IN_IPVS_MODE], 'unknown'],
    ['the one that AKS has for Windows nodes', [daemonSet('windows-kube-proxy-initializer', {desired: 0})], 'unknown'],
    [
      'a kube-proxy for Windows nodes',
      [daemonSet('kube-proxy-windows', {container: 'kube-proxy', nodeSelector: {'kubernetes.io/os': 'windows'}})],
      'unknown',
    ],

    ['Cilium with its replacement', cilium('true'), 'replaced Cilium'],
    ['Cilium 1.13 and before', cilium('strict'), 'replaced Cilium'],
    ['Cilium beside a kube-proxy that was left over', [...cilium('true'), KUBE_PROXY], 'replaced Cilium'],
    ['Cilium by its ConfigMap alone', cilium('true').slice(1), 'replaced Cilium'],
    ['Cilium without its replacement', [...cilium('false'), KUBE_PROXY], 'replaced Cilium, others kube-proxy'],
    ['Cilium that says nothing of it', [...cilium(), KUBE_PROXY], 'replaced Cilium, others kube-proxy'],
    ['Cilium as it was called before', [...cilium('disabled'), KUBE_PROXY], 'replaced Cilium, others kube-proxy'],
    [
      'Cilium with node ports of its own',
      [...cilium('false', {'enable-node-port': 'true'}), KUBE_PROXY],
      'replaced Cilium, others unknown',
    ],
    ['Cilium in a mixture', [...cilium('partial'), KUBE_PROXY], 'replaced Cilium, others unknown'],
    ['Cilium as the kernel lets it', [...cilium('probe'), KUBE_PROXY], 'replaced Cilium, others unknown'],
    ['Cilium of which nobody knows how it is set up', [cilium('true')[0] ?? '', KUBE_PROXY], 'replaced Cilium, others unknown'],
    [
      'AKS with Azure CNI powered by Cilium',
      [
        daemonSet('cilium', {labels: {'kubernetes.azure.com/managedby': 'aks'}, desired: 3}),
        configMap('cilium-config', {'kube-proxy-replacement': 'true'}),
      ],
      'replaced Azure CNI powered by Cilium',
    ],
    [
      'the same where the ConfigMap may not be read',
      [daemonSet('cilium', {labels: {'kubernetes.azure.com/managedby': 'aks'}, desired: 3})],
      'replaced Azure CNI powered by Cilium',
    ],
    ['a Cilium that runs nowhere', [daemonSet('cilium', {desired: 0}), ...cilium('true').slice(1), KUBE_PROXY], 'kube-proxy'],
    [
      'a kube-proxy that was installed this moment',
      [KUBE_PROXY.replace('"desiredNumberScheduled":3,"observedGeneration":1', '"desiredNumberScheduled":0')],
      'kube-proxy',
    ],

    ['Calico by its configuration', [felixConfiguration({bpfEnabled: true}), KUBE_PROXY], 'replaced Calico eBPF'],
    ['Calico by its API server', [felixConfiguration({bpfEnabled: true}, 'projectcalico.org/v3')], 'replaced Calico eBPF'],
    ['Calico by its operator', [installation({linuxDataplane: 'BPF'})], 'replaced Calico eBPF'],
    ['Calico by its environment', [daemonSet('calico-node', {env: {FELIX_BPFENABLED: 'true'}})], 'replaced Calico eBPF'],
    [
      'Calico in the namespace of its operator',
      [daemonSet('calico-node', {namespace: 'calico-system', env: {FELIX_BPFENABLED: 'true'}})],
      'replaced Calico eBPF',
    ],
    [
      'Calico whose environment says otherwise, which counts first',
      [daemonSet('calico-node', {env: {FELIX_BPFENABLED: 'false'}}), felixConfiguration({bpfEnabled: true}), KUBE_PROXY],
      'kube-proxy',
    ],
    [
      'Calico whose configuration says otherwise than its operator',
      [felixConfiguration({bpfEnabled: false}), installation({linuxDataplane: 'BPF'}), KUBE_PROXY],
      'kube-proxy',
    ],
    [
      'Calico with rules of iptables',
      [daemonSet('calico-node'), felixConfiguration({}), installation({linuxDataplane: 'Iptables'}), KUBE_PROXY],
      'kube-proxy',
    ],

    ['OVN-Kubernetes', [daemonSet('ovnkube-node', {namespace: 'ovn-kubernetes'})], 'replaced OVN-Kubernetes'],
    ['OpenShift', [daemonSet('ovnkube-node', {namespace: 'openshift-ovn-kubernetes'})], 'replaced OVN-Kubernetes'],
    ['something of that name elsewhere', [daemonSet('ovnkube-node', {namespace: 'shop'}), KUBE_PROXY], 'kube-proxy'],

    [
      'kube-router that balances',
      [daemonSet('kube-router', {args: ['--run-router=true', '--run-service-proxy=true']})],
      'replaced kube-router',
    ],
    ['kube-router, which balances unless told otherwise', [daemonSet('kube-router', {args: ['--run-router']})], 'replaced kube-router'],
    ['kube-router that does not', [daemonSet('kube-router', {args: ['--run-service-proxy=false']}), KUBE_PROXY], 'kube-proxy'],
    ['kube-router and kube-proxy at once', [daemonSet('kube-router'), KUBE_PROXY], 'unknown'],

    [
      'Antrea for everything',
      [daemonSet('antrea-agent'), antrea('antreaProxy:\n  enable: true\n  proxyAll: true\n')],
      'replaced Antrea Proxy',
    ],
    [
      'Antrea for everything, and kube-proxy',
      [daemonSet('antrea-agent'), antrea('antreaProxy:\n  proxyAll: true\n'), KUBE_PROXY],
      'replaced Antrea Proxy, others unknown',
    ],
    [
      'Antrea as it comes',
      [daemonSet('antrea-agent'), antrea('antreaProxy:\n  # proxyAll: true\n  #proxyAll: false\n'), KUBE_PROXY],
      'replaced Antrea Proxy, others kube-proxy',
    ],
    [
      'Antrea with its proxy switched off',
      [daemonSet('antrea-agent'), antrea('featureGates:\n  AntreaProxy: false\n'), KUBE_PROXY],
      'kube-proxy',
    ],
    [
      'Antrea with its proxy switched off otherwise',
      [daemonSet('antrea-agent'), antrea('antreaProxy:\n  # on or off\n  enable: false\n  proxyAll: true\n'), KUBE_PROXY],
      'kube-proxy',
    ],
    ['Antrea of which nobody knows how it is set up', [daemonSet('antrea-agent'), KUBE_PROXY], 'unknown'],
    [
      'Antrea with a hash behind the name of its ConfigMap',
      [
        daemonSet('antrea-agent', {mounts: ['antrea-config-9c7h568bgf']}),
        configMap('antrea-config-9c7h568bgf', {'antrea-agent.conf': 'antreaProxy:\n  proxyAll: true\n'}),
      ],
      'replaced Antrea Proxy',
    ],
  ])('is told where there is %s', (_, objects, expected) => {
    expect(found(...objects)).toBe(expected)
  })

  test('is told with what shows it', () => {
    expect(evidenceOf(KUBE_PROXY)).toBe('DaemonSet kube-system/kube-proxy runs')
    expect(evidenceOf(KUBE_PROXY_IN_IPVS_MODE)).toBe('ConfigMap kube-system/kube-proxy sets it up')
    expect(evidenceOf(...cilium('true'))).toBe('ConfigMap kube-system/cilium-config says kube-proxy-replacement: true')
    expect(evidenceOf(...cilium('true'), KUBE_PROXY)).toBe(
      'ConfigMap kube-system/cilium-config says kube-proxy-replacement: true, though kube-proxy runs beside it',
    )
    expect(evidenceOf(cilium('true')[0] ?? '')).toBe(
      'DaemonSet kube-system/cilium runs, and the input does not have ConfigMap kube-system/cilium-config, which says what it does',
    )
    expect(evidenceOf(installation({linuxDataplane: 'BPF'}))).toBe('Installation default says linuxDataplane: BPF')
    expect(evidenceOf(daemonSet('kube-router', {args: ['--run-service-proxy']}))).toBe(
      'DaemonSet kube-system/kube-router runs with --run-service-proxy=true',
    )
    expect(evidenceOf(daemonSet('svclb-traefik'))).toBeNull()
  })
})

function antrea(text: string): string {
  return configMap('antrea-config', {'antrea-agent.conf': text})
}
