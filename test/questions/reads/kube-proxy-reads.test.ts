import {describe, expect, test} from 'vitest'
import {resourceName} from '../../../src/cluster/read.ts'
import {readsOfKubeProxy} from '../../../src/questions/reads/kube-proxy-reads.ts'
import {clusterOf, together} from '../../manifest.ts'
import {cilium, daemonSet, KUBE_PROXY} from '../kube-proxy/installed.ts'

/** `configmaps kube-system/cilium-config`, what is read beyond the first two, given what those have brought. */
function readsBeyond(...objects: readonly string[]): readonly string[] {
  const [first, second, ...others] = readsOfKubeProxy(clusterOf(objects.length === 0 ? '{}' : together(...objects))).map(
    ({kind, namespace, name = '*'}) => `${resourceName(kind)} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  )
  expect([first, second]).toEqual(['configmaps kube-system/kube-proxy', 'daemonsets.apps kube-system/*'])
  return others
}

const node = (annotations: Readonly<Record<string, string>>) =>
  JSON.stringify({apiVersion: 'v1', kind: 'Node', metadata: {name: 'node-a', annotations}})

describe('how kube-proxy is set up', () => {
  test('takes two reads where kube-proxy runs, or nothing shows', () => {
    expect(readsBeyond()).toEqual([])
    expect(readsBeyond(KUBE_PROXY, node({'node.alpha.kubernetes.io/ttl': '0'}))).toEqual([])
    expect(readsBeyond(daemonSet('kube-router'))).toEqual([])
  })

  test('takes the ConfigMap of Cilium and of Antrea where their DaemonSets run', () => {
    expect(readsBeyond(cilium()[0] ?? '')).toEqual(['configmaps kube-system/cilium-config'])
    expect(readsBeyond(daemonSet('antrea-agent'))).toEqual(['configmaps kube-system/antrea-config'])
    expect(readsBeyond(daemonSet('antrea-agent', {mounts: ['antrea-config-9c7h568bgf']}))).toEqual([
      'configmaps kube-system/antrea-config-9c7h568bgf',
    ])
    expect(readsBeyond(daemonSet('cilium', {desired: 0}))).toEqual([])
  })

  test('takes the configuration of Calico where its DaemonSet runs, or an annotation of a node shows its operator', () => {
    const felix = 'felixconfigurations.crd.projectcalico.org default'
    expect(readsBeyond(daemonSet('calico-node'))).toEqual([felix])
    const annotated = node({'projectcalico.org/IPv4Address': '192.168.77.10/24'})
    expect(readsBeyond(KUBE_PROXY, annotated)).toEqual([felix, 'daemonsets.apps calico-system/calico-node'])
  })

  test('takes the DaemonSets of OVN-Kubernetes where an annotation of a node shows it', () => {
    expect(readsBeyond(node({'k8s.ovn.org/node-subnets': '{"default":["10.244.0.0/24"]}'}))).toEqual([
      'daemonsets.apps ovn-kubernetes/ovnkube-node',
      'daemonsets.apps openshift-ovn-kubernetes/ovnkube-node',
    ])
  })
})
