import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {TraceParameters} from '../../../src/questions/trace/trace.ts'
import {clusterOf} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {textOf} from '../answer.ts'
import {cilium, configMap, daemonSet, felixConfiguration, KUBE_PROXY, KUBE_PROXY_IN_IPVS_MODE} from '../kube-proxy/installed.ts'
import {ask, backendsOf, exampleCluster, stepOf} from './asking.ts'

/** Without its policies, which are another question. */
const EXAMPLE = readFileSync(new URL('../../../examples/trace/cluster.yaml', import.meta.url), 'utf8')
  .split(/^---$/m)
  .filter((text) => !text.includes('kind: NetworkPolicy'))
  .join('---')

/** The cluster of examples/trace with something installed in it. */
const on =
  (...objects: readonly string[]) =>
  (words: string, parameters?: Partial<TraceParameters>) =>
    ask(clusterOf({'cluster.yaml': EXAMPLE, 'installed.yaml': objects.join('\n---\n')}), words, parameters)

const okOf = (report: ReturnType<typeof ask>, step: string) => report.data.steps.find((one) => one.step === step)?.ok
const CILIUM = on(...cilium('true'))
const NODE_PORT = 30_555
const EVIDENCE = 'ConfigMap kube-system/cilium-config says kube-proxy-replacement: true'

describe('a connection in a cluster with kube-proxy', () => {
  test('is followed by its mode, and the data says what shows it', () => {
    const report = on(KUBE_PROXY, KUBE_PROXY_IN_IPVS_MODE)('svc/web', {from: 'pod/client'})
    expect(report.data.mode).toEqual({name: 'ipvs', source: 'input'})
    expect(report.data.dataplane).toEqual({kind: 'kube-proxy', name: 'kube-proxy', evidence: 'DaemonSet kube-system/kube-proxy runs'})
    expect(okOf(report, 'rules')).toBe(true)
  })

  test('is followed all the same where nothing shows it, and the data says so', () => {
    const report = ask(exampleCluster(), 'svc/web', {from: 'pod/client'})
    expect(report.data.dataplane).toEqual({kind: 'unknown', name: null, evidence: null})
    expect(report.data.mode).toEqual({name: 'iptables', source: 'assumed'})
    expect(okOf(report, 'rules')).toBe(true)
  })
})

describe('a connection in a cluster with Cilium in the place of kube-proxy', () => {
  test('has the same endpoints, but not its rules', () => {
    const report = CILIUM('svc/web', {from: 'pod/client'})
    expect(report.data.verdict).toBe('delivered')
    expect(backendsOf(report)).toEqual(backendsOf(ask(exampleCluster(), 'svc/web', {from: 'pod/client'})))
    expect(stepOf(report, 'rules')).toBe("Cilium: eBPF programs instead of kube-proxy's rules")
    expect(okOf(report, 'rules')).toBeNull()
    expect(report.data.dataplane).toEqual({kind: 'replaced', name: 'Cilium', evidence: EVIDENCE})
    expect(report.data.mode).toEqual({name: 'iptables', source: 'assumed'})
    expect(textOf(report.headline)).toBe('✓ delivered: svc/web reaches 3 pods  (Cilium, from pod/client on node-a)')
    expect(report.notes.slice(0, 2)).toEqual([
      `Cilium is in the place of kube-proxy (${EVIDENCE}): the endpoints are the same, the rules are not`,
      'Cilium: it picks the endpoint when the client connects: no packet has the cluster IP',
    ])
  })

  test('has no rules to show', () => {
    const report = CILIUM('svc/web', {from: 'pod/client', rules: true})
    expect(report.data.rules).toEqual([])
    expect(report.notes).toContain('Cilium has no rules that could be shown')
  })

  test('does not take the mode of a kube-proxy that is left over', () => {
    // In ipvs mode a policy Local falls back to other nodes, and a refusal is not silence.
    const report = on(...cilium('true'), KUBE_PROXY_IN_IPVS_MODE)('203.0.113.20:443', {from: 'internet', node: 'node-c'})
    expect(report.data).toMatchObject({verdict: 'dropped', reason: 'no-local-endpoints', mode: {name: 'iptables', source: 'assumed'}})
  })

  test('is that of a kube-proxy where the user says so', () => {
    const chosen = CILIUM('svc/web', {from: 'pod/client', mode: 'nftables'})
    expect(chosen.data.dataplane).toEqual({kind: 'kube-proxy', name: 'kube-proxy', evidence: '--proxy-mode'})
    expect(stepOf(chosen, 'rules')).toMatch(/^service-/)
    expect(chosen.notes.join()).not.toContain('Cilium')
    const configured = CILIUM('svc/web', {from: 'pod/client', document: {name: 'proxy.yaml', fields: {mode: 'ipvs'}}})
    expect(configured.data).toMatchObject({dataplane: {kind: 'kube-proxy', evidence: 'proxy.yaml'}, mode: {name: 'ipvs', source: 'input'}})
  })

  test('is left open where its documentation says that it differs', () => {
    const open = (words: string, parameters: Partial<TraceParameters>) => {
      const {verdict, reason, message} = CILIUM(words, parameters).data
      return `${verdict} ${reason}: ${message}`
    }
    expect(open('10.0.46.28:80', {from: 'internet', node: 'node-a'})).toBe(
      'unknown other-proxy: Cilium: it lets nobody from outside of the cluster use cluster IPs (bpf-lb-external-clusterip)',
    )
    expect(
      on(...cilium('true', {'bpf-lb-external-clusterip': 'true'}))('10.0.46.28:80', {from: 'internet', node: 'node-a'}).data.verdict,
    ).toBe('delivered')
  })

  test('keeps the address of a client outside with direct server return, and only then', () => {
    const entry = {from: '198.51.100.7', node: 'node-b'}
    const [usual, direct] = [cilium('true'), cilium('true', {'bpf-lb-mode': 'dsr'})].map(withNodePort)
    expect(usual?.(`192.168.77.11:${NODE_PORT}`, entry).data.backends.map(({source}) => source.kind)).toContain('node')
    const report = direct?.(`192.168.77.11:${NODE_PORT}`, entry)
    expect(report?.data.backends.map(({source}) => source)).toEqual(
      Array.from({length: 3}, () => ({kind: 'client', node: null, address: '198.51.100.7'})),
    )
    expect(report?.notes).toContain("Cilium: pods see the client's own address, and answer it directly (bpf-lb-mode: dsr)")
  })

  test('answers on loopback addresses of nodes', () => {
    const traced = withNodePort(cilium('true'))(`127.0.0.1:${NODE_PORT}`, {from: 'node/node-a'})
    expect(traced.data.verdict).toBe('delivered')
    expect(traced.notes).toContain('Cilium: it serves node ports on loopback addresses, too')
    const calico = withNodePort([felixConfiguration({bpfEnabled: true})])(`127.0.0.1:${NODE_PORT}`, {from: 'node/node-a'})
    expect(calico.data).toMatchObject({verdict: 'unknown', reason: 'other-proxy'})
    expect(calico.data.message).toBe('Calico eBPF: its documentation does not say whether it serves node ports on loopback addresses')
  })

  test('to a pod itself has nothing to do with it', () => {
    const report = CILIUM('10.244.0.11:8080', {from: 'pod/client'})
    expect(report.data.verdict).toBe('delivered')
    expect(report.notes.join()).not.toContain('Cilium')
  })
})

describe('a connection in a cluster where Cilium does a part of the work', () => {
  const mixed = on(...cilium('false'), KUBE_PROXY, KUBE_PROXY_IN_IPVS_MODE)

  test('is its own from a pod to a cluster IP, and that of kube-proxy from outside', () => {
    expect(mixed('svc/web', {from: 'pod/client'}).data.dataplane).toMatchObject({kind: 'replaced', name: 'Cilium'})
    const outside = mixed('203.0.113.20:443', {from: 'internet', node: 'node-a'}).data
    expect(outside).toMatchObject({dataplane: {kind: 'kube-proxy'}, mode: {name: 'ipvs', source: 'input'}})
  })

  test('is not sure to be that of kube-proxy where it cannot be told', () => {
    const report = on(...cilium('partial'), KUBE_PROXY)('203.0.113.20:443', {from: 'internet', node: 'node-a'})
    expect(report.data).toMatchObject({verdict: 'delivered', dataplane: {kind: 'unknown', name: null}})
    expect(okOf(report, 'rules')).toBeNull()
    expect(stepOf(report, 'rules')).toMatch(/^KUBE-EXT-.*, unless Cilium is in the place of kube-proxy$/)
    expect(report.notes[0]).toMatch(/^Cilium may be in the place of kube-proxy: /)
  })
})

describe('what other products do otherwise', () => {
  test('Calico keeps the address of clients outside', () => {
    const report = withNodePort([felixConfiguration({bpfEnabled: true})])(`192.168.77.11:${NODE_PORT}`, {
      from: '198.51.100.7',
      node: 'node-b',
    })
    expect(new Set(report.data.backends.map(({source}) => source.address))).toEqual(new Set(['198.51.100.7']))
    expect(report.notes).toContain('Calico eBPF: pods see the own address of a client outside of the cluster')
  })

  test('kube-router leads no pod to itself, unless it was asked to', () => {
    const self = {from: 'pod/web-1'}
    const by = (...args: readonly string[]) => on(daemonSet('kube-router', {args}))('svc/web', self).data
    expect(by()).toMatchObject({verdict: 'unknown', reason: 'other-proxy'})
    expect(by('--hairpin-mode=true')).toMatchObject({verdict: 'delivered', dataplane: {name: 'kube-router'}})
    expect(on(daemonSet('kube-router'))('svc/web', {from: 'pod/client'}).data.verdict).toBe('delivered')
  })

  test('OVN-Kubernetes and Antrea have no chains of kube-proxy either', () => {
    const ovn = on(daemonSet('ovnkube-node', {namespace: 'openshift-ovn-kubernetes'}))('svc/web', {from: 'pod/client'})
    expect(stepOf(ovn, 'rules')).toBe("OVN-Kubernetes: load balancers of OVN instead of kube-proxy's rules")
    const antrea = on(daemonSet('antrea-agent'), configMap('antrea-config', {'antrea-agent.conf': 'antreaProxy:\n  proxyAll: true\n'}))
    expect(stepOf(antrea('svc/web', {from: 'pod/client'}), 'rules')).toBe(
      "Antrea Proxy: flows of Open vSwitch instead of kube-proxy's rules",
    )
  })
})

test('the data fits its schema whoever is in the place of kube-proxy', async () => {
  const validate = validatorOf('trace')
  for (const report of [
    CILIUM('svc/web'),
    CILIUM('203.0.113.20:443'),
    CILIUM('svc/pay'),
    CILIUM('10.0.46.28:80', {from: 'internet', node: 'node-a'}),
  ]) {
    validate(await documentOf(report))
    expect(validate.errors).toBeNull()
  }
})

/** With a Service that has a node port, and the pods of shop/web behind it. */
function withNodePort(objects: readonly string[]) {
  const service = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web-public', namespace: 'shop', uid: 'uid-of-web-public'},
    spec: {
      type: 'NodePort',
      clusterIP: '10.0.46.99',
      clusterIPs: ['10.0.46.99'],
      ipFamilies: ['IPv4'],
      selector: {app: 'web'},
      ports: [{name: 'http', port: 80, protocol: 'TCP', targetPort: 'http', nodePort: NODE_PORT}],
    },
  })
  return on(service, ...objects)
}
