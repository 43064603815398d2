import {describe, expect, test} from 'vitest'
import {DEFAULT_DNS_SETTINGS, readDnsSettings} from '../../../src/network/dns/settings.ts'
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
      forwardsReverse: true,
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
      forwardsReverse: false,
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
      forwardsReverse: false,
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

  test.each(['', 'kubernetes', '}}}{', '.:53 {\n forward . 1.1.1.1\n}'])('that are none leave the usual ones: %j', (corefile) => {
    expect(settingsOf(corefile)).toEqual(DEFAULT_DNS_SETTINGS)
  })
})
