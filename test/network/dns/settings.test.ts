import {describe, expect, test} from 'vitest'
import {DEFAULT_DNS_SETTINGS, fallsThrough, readDnsSettings} from '../../../src/network/dns/settings.ts'
import {clusterOf, service, together} from '../../manifest.ts'

const configMap = (name: string, data: Readonly<Record<string, string>>) =>
  JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'kube-system'}, data})
const settingsOf = (Corefile: string) => readDnsSettings(clusterOf(configMap('coredns', {Corefile})))

/** As kubeadm writes it (cmd/kubeadm/app/phases/addons/dns/manifests.go). */
const KUBEADM = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`

describe('settings of CoreDNS in the input', () => {
  test('are the usual ones where there are none, and where kubeadm wrote them', () => {
    // What KUBEADM above says, word for word.
    const usual = {
      domain: 'cluster.local',
      ttl: 30,
      pods: 'insecure',
      namespaces: undefined,
      endpointPodNames: false,
      hidesEmptyServices: false,
      fallthrough: ['in-addr.arpa', 'ip6.arpa'],
      withoutEndpoints: false,
      unjudged: [],
    }
    expect(readDnsSettings(clusterOf(service('web')))).toEqual({...usual, source: undefined})
    expect(settingsOf(KUBEADM)).toEqual({...usual, source: 'ConfigMap kube-system/coredns'})
  })

  test('that a Corefile leaves out are CoreDNS’ own', () => {
    expect(settingsOf('.:53 {\n  kubernetes k8s.example\n}')).toMatchObject({
      domain: 'k8s.example',
      ttl: 5,
      pods: 'disabled',
      fallthrough: [],
    })
  })

  test('are read from the block with the plugin, comments aside', () => {
    const corefile = `
example.org {
  file db.example.org
}
k8s.example:53 in-addr.arpa { # the cluster
  rewrite name a.example b.example
  kubernetes {
    # pods insecure
    pods verified
    namespaces shop prod
    endpoint_pod_names
    ignore empty_service
    noendpoints
    ttl 60
    labels app=web
  }
  hosts { 
    10.0.0.1 db
  }
}`
    expect(settingsOf(corefile)).toEqual({
      domain: 'k8s.example',
      ttl: 60,
      pods: 'verified',
      namespaces: ['shop', 'prod'],
      endpointPodNames: true,
      hidesEmptyServices: true,
      fallthrough: [],
      withoutEndpoints: true,
      source: 'ConfigMap kube-system/coredns',
      unjudged: ['kubernetes labels', 'rewrite', 'hosts'],
    })
  })

  test('in the additions of AKS are named, and the user’s domain goes before all', () => {
    const cluster = clusterOf(together(configMap('coredns', {Corefile: KUBEADM}), configMap('coredns-custom', {'log.override': 'log'})))
    expect(readDnsSettings(cluster, 'k8s.example')).toMatchObject({
      domain: 'k8s.example',
      ttl: 30,
      unjudged: ['coredns-custom log.override'],
    })
  })

  test.each([
    ['fallthrough', ['9.9.9.9.in-addr.arpa', '8.b.d.0.1.0.0.2.ip6.arpa']],
    ['fallthrough .', ['9.9.9.9.in-addr.arpa', '8.b.d.0.1.0.0.2.ip6.arpa']],
    ['fallthrough In-Addr.ARPA.', ['9.9.9.9.in-addr.arpa']],
    ['fallthrough ip6.arpa', ['8.b.d.0.1.0.0.2.ip6.arpa']],
    ['fallthrough 9.in-addr.arpa k8s.example', ['9.9.9.9.in-addr.arpa']],
    ['fallthrough cluster.local', []],
    ['ttl 5', []],
  ])('say which names are asked of others: %s', (option, expected) => {
    const settings = settingsOf(`.:53 {\n  kubernetes cluster.local {\n    ${option}\n  }\n}`)
    expect(['9.9.9.9.in-addr.arpa', '8.b.d.0.1.0.0.2.ip6.arpa'].filter((name) => fallsThrough(settings, name))).toEqual(expected)
  })

  test.each([
    ['ttl 60', {ttl: 60}],
    ['ttl 0', {ttl: 0}],
    ['ttl', {ttl: 5}],
    ['ttl 5s', {ttl: 5}],
    ['ttl x60', {ttl: 5}],
    ['pods insecure', {pods: 'insecure'}],
    ['pods verified', {pods: 'verified'}],
    ['pods disabled', {pods: 'disabled'}],
    ['pods perhaps', {pods: 'disabled'}],
    ['pods', {pods: 'disabled'}],
    ['ignore empty_service', {hidesEmptyServices: true}],
    ['ignore', {hidesEmptyServices: false}],
    ['ignore nothing', {hidesEmptyServices: false}],
    ['labels app=web', {unjudged: ['kubernetes labels']}],
    ['namespace_labels team=a', {unjudged: ['kubernetes namespace_labels']}],
    ['zonal', {unjudged: ['kubernetes zonal']}],
    ['multicluster clusterset.local', {unjudged: ['kubernetes multicluster']}],
  ])('are what one line says: %s', (option, expected) => {
    expect(settingsOf(`.:53 {\n  kubernetes cluster.local {\n    ${option}\n  }\n}`)).toEqual({
      ...DEFAULT_DNS_SETTINGS,
      ttl: 5,
      pods: 'disabled',
      fallthrough: [],
      source: 'ConfigMap kube-system/coredns',
      ...expected,
    })
  })

  test.each([
    ['kubernetes k8s.example in-addr.arpa', 'k8s.example'],
    ['kubernetes in-addr.arpa ip6.arpa K8s.Example.', 'k8s.example'],
    ['kubernetes in-addr.arpa', 'cluster.local'],
    ['kubernetes dns://k8s.example:1053, other.example', 'k8s.example'],
    ['kubernetes {$DOMAIN} k8s.example', 'k8s.example'],
    ['kubernetes', 'served.example'],
  ])('have the first domain that is none of addresses: %s', (plugin, domain) =>
    expect(settingsOf(`served.example:53 {\n  ${plugin} {\n    ttl 5\n  }\n}`).domain).toBe(domain),
  )

  test.each(['a,b.example', '9dns://x.example', 'x.example:53a', '{$A}.example', 'x.{$B}'])('pass over %s, which is no zone', (word) =>
    expect(settingsOf(`.:53 {\n  kubernetes ${word} k8s.example\n}`).domain).toBe('k8s.example'),
  )

  test('are read whatever stands around them', () => {
    const inBlock = (lines: string) => settingsOf(`.:53 {\n${lines}\n}`).domain
    expect(inBlock('  kubernetes k8s.example # kubernetes other.example')).toBe('k8s.example')
    expect(inBlock('  # kubernetes other.example\n\n\tkubernetes  k8s.example')).toBe('k8s.example')
    expect(inBlock('# kubernetes other.example\n\n  kubernetes k8s.example')).toBe('k8s.example')
    // Lines may end as Windows ends them.
    expect(
      settingsOf('.:53 {\r\n  kubernetes k8s.example {\r\n    # ttl 7\r\n\r\n    pods verified # insecure\r\n  }\r\n}\r\n'),
    ).toMatchObject({
      domain: 'k8s.example',
      ttl: 5,
      pods: 'verified',
    })
    // A closing brace too many closes nothing.
    expect(settingsOf('}\n.:53 {\n  kubernetes k8s.example\n}').domain).toBe('k8s.example')
    // Not a plugin, but an option of one.
    expect(settingsOf('.:53 {\n  forward . {\n    kubernetes other.example\n  }\n  kubernetes k8s.example\n}').domain).toBe('k8s.example')
    // Inside of a word a comment is as long as the word.
    const hash = settingsOf('.:53 {\n  kubernetes k8s.example {\n    namespaces a#bc d# e #f\n  }\n}')
    expect(hash.namespaces).toEqual(['a', 'd', 'e'])
  })

  test('have other plugins of the block beside them, each once', () => {
    const others = '  hosts {\n    10.0.0.1 a\n  }\n  hosts {\n    10.0.0.2 b\n  }\n  errors\n  template IN A x.example\n'
    expect(settingsOf(`.:53 {\n${others}  kubernetes k8s.example\n}`).unjudged).toEqual(['hosts', 'template'])
    for (const plugin of ['rewrite', 'hosts', 'template', 'file', 'auto', 'acl', 'k8s_external', 'etcd', 'azure', 'view'])
      expect(settingsOf(`.:53 {\n  ${plugin} x\n  kubernetes k8s.example\n}`).unjudged).toEqual([plugin])
  })

  test('are those of the ConfigMap that CoreDNS reads, and of no other', () => {
    const Corefile = '.:53 {\n  kubernetes k8s.example\n}'
    const map = JSON.parse(configMap('coredns', {Corefile}))
    const domain = (object: object) => readDnsSettings(clusterOf(JSON.stringify(object))).domain
    expect(domain(map)).toBe('k8s.example')
    for (const other of [
      {...map, apiVersion: 'other.example/v1'},
      {...map, kind: 'Secret'},
      {...map, metadata: {...map.metadata, namespace: 'default'}},
      {...map, metadata: {...map.metadata, name: 'coredns-2'}},
      {...map, data: undefined},
    ])
      expect(domain(other)).toBe('cluster.local')
  })

  test.each(['', 'kubernetes', '}}}{', '.:53 {\n forward . 1.1.1.1\n}'])('that are none leave the usual ones: %j', (corefile) => {
    expect(settingsOf(corefile)).toEqual(DEFAULT_DNS_SETTINGS)
  })
})
