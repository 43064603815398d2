import {writeFileSync} from 'node:fs'
import {until} from './api.ts'
import {type ControlPlane, FABRIC} from './control-plane.ts'
import {program} from './programs.ts'

/** Where pods look for DNS: the Service that kubeadm and AKS make, and the server behind it. */
export const NAME_SERVER = {clusterIP: '10.0.0.10', address: FABRIC.ipv4, port: 53} as const

/** kubeadm's Corefile without what leaves the cluster: names that it does not know do not exist. */
const COREFILE = (kubeconfig: string) => `.:${NAME_SERVER.port} {
  ready 127.0.0.1:8181
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig ${kubeconfig} live
    pods insecure
    ttl 30
  }
}
`

/** The kube-dns Service, with a slice that leads to the real CoreDNS beside the control plane. */
const KUBE_DNS = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'kube-dns', namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}},
    spec: {
      clusterIP: NAME_SERVER.clusterIP,
      ports: [
        {name: 'dns', port: 53, protocol: 'UDP'},
        {name: 'dns-tcp', port: 53, protocol: 'TCP'},
      ],
    },
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {name: 'kube-dns-by-hand', namespace: 'kube-system', labels: {'kubernetes.io/service-name': 'kube-dns'}},
    addressType: 'IPv4',
    ports: [
      {name: 'dns', port: 53, protocol: 'UDP'},
      {name: 'dns-tcp', port: 53, protocol: 'TCP'},
    ],
    endpoints: [{addresses: [NAME_SERVER.address]}],
  },
]

/** Starts a real CoreDNS with its kubernetes plugin; ready when it has seen every object that there is. */
export async function startNameServer({sandbox, api, kubeconfig}: ControlPlane): Promise<void> {
  await api.apply(KUBE_DNS)
  writeFileSync(sandbox.file('Corefile'), COREFILE(kubeconfig))
  await sandbox.start('coredns', [await program('coredns'), '-conf', sandbox.inside('Corefile')])
  const name = `kube-dns.kube-system.svc.cluster.local.`
  await until('CoreDNS', async () => {
    const [reply] = await sandbox.query(`${NAME_SERVER.address}:${NAME_SERVER.port}`, [{name, type: 'A'}])
    return reply?.records.length === 1
  })
}
