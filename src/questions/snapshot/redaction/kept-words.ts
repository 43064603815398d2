import {kindOf, placesOf, READABLE, type ReadableKindName} from '../../../cluster/read.ts'
import {controllerOf} from '../../../network/operator-pods.ts'
import {DELIVERY_KINDS, OPERATOR_TABLE} from '../../../network/operator-table.ts'
import {IGNORE_ANNOTATION} from '../../ignored-rules.ts'
import {resemblance} from '../../resemblance.ts'

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/**
 * Names that every cluster has or that come with well-known software for the cluster itself: they tell nothing of whose it is, and answers go by them.
 * What continues them with a dash (`coredns-7d9f5-x2x9p`) begins with them afterwards, too.
 */
const NAMES = wordsIn(`
  default kube-system kube-public kube-node-lease kubernetes kube-dns kube-proxy coredns coredns-custom kube-root-ca.crt
  etcd kube-apiserver kube-scheduler kube-controller-manager cloud-controller-manager cloud-node-manager metrics-server
  konnectivity-agent node-local-dns cilium cilium-agent cilium-config calico-node calico-kube-controllers calico-typha
  calico-system tigera-operator ovnkube-node ovn-kubernetes openshift-ovn-kubernetes kube-router antrea-agent antrea-config istio istio-system aks-istio-system aws-node azure-cns azure-ip-masq-agent kube-flannel
  cilium-gateway cilium-ingress envoy kubevip metallb metallb-system aws-load-balancer-controller kube-vip purelb tailscale
`)

/** Values that mean something to Kubernetes, or nothing to anybody. */
const VALUES = wordsIn(`
  true false True False None none Auto auto Disabled disabled Enabled enabled partial strict probe Helm linux windows amd64 arm64
  endpointslice-controller.k8s.io endpointslicemirroring-controller.k8s.io metadata.name
  ndots timeout attempts single-request single-request-reopen use-vc
`)

/** IANA's service names that people use, those that Kubernetes' own Services have, and the entry points of Traefik. */
const PORT_NAMES = wordsIn(`
  http https http-alt domain dns dns-tcp ssh ftp smtp smtps imap imaps pop3 pop3s ldap ldaps mysql postgresql redis mongodb
  amqp amqps mqtt ntp snmp syslog nfs sip sips rtsp kerberos telnet grpc grpcs h2c ws wss tcp udp sctp tls metrics web websecure
  kubernetes.io/h2c kubernetes.io/ws kubernetes.io/wss
`)

/** Parts of host names that are not the user's own. */
export const HOST_PARTS = wordsIn('svc pod cluster local clusterset arpa in-addr ip6')

/** Words that keys of labels and annotations are made of everywhere. */
const KEY_WORDS = wordsIn(`
  app application name component tier role part of instance version release chart heritage managed by k8s kubernetes service
  svc pod workload job controller uid template generation hash revision index env environment stage team owner project product
  system module group type kind class id key track color colour slot zone region host hostname arch os node pool agentpool scalesetpriority statefulset
  deployment deploymentconfig rollouts server client primary replica leader shard cluster namespace metadata plane control
  azure load balancer internal external exclude from balancers nlb metallb topology mode aware hints skip mirror headless last
  change trigger time hook origin master worker completion attachable volumes hairpin managedby
`)

/** Who defines labels, annotations and kinds of these domains is known to everybody. */
const DOMAIN = new RegExp(
  `(^|\\.)(${[
    ...[
      'k8s.io',
      'kubernetes.io',
      'x-k8s.io',
      'k8s.aws',
      'amazonaws.com',
      'azure.com',
      'gke.io',
      'cloud.google.com',
      'openshift.io',
      'helm.sh',
      'istio.io',
    ],
    ...['linkerd.io', 'cilium.io', 'io.cilium', 'projectcalico.org', 'argoproj.io', 'keda.sh', 'metallb.io', 'metallb.universe.tf'],
    ...['kube-vip.io', 'purelb.io', 'tigera.io', 'antrea.io', 'kube-router.io', 'k8s.ovn.org', 'consul.hashicorp.com'],
    ...['kuma.io', 'envoyproxy.io', 'nginx.org', 'projectcontour.io', 'traefik.io', 'konghq.com', 'kgateway.dev'],
  ]
    .map((domain) => domain.replaceAll('.', '\\.'))
    .join('|')})$`,
)

const KINDS: ReadonlySet<string> = new Set([
  ...(Object.keys(READABLE) as ReadableKindName[]).map(kindOf),
  ...OPERATOR_TABLE.flatMap(({kinds}) => kinds),
  ...[...DELIVERY_KINDS].map((kind) => kind.slice(kind.indexOf('/') + 1)),
  ...wordsIn(`
    List HorizontalPodAutoscaler ScaledObject ServiceEntry Rollout LeaderWorkerSet DeploymentConfig PodTemplate ControllerRevision
    GatewayClass HTTPRoute GRPCRoute TCPRoute TLSRoute UDPRoute ReferencePolicy LoadBalancerConfiguration FrontendConfig Middleware AddressPool
    CiliumGatewayClassConfig NginxProxy GatewayParameters Secret ServiceAccount PodDisruptionBudget
  `),
])

const GROUPS = new Set([
  ...(Object.keys(READABLE) as ReadableKindName[]).flatMap((name) => placesOf(name).map(({group}) => group)),
  ...OPERATOR_TABLE.map(({group}) => group),
  ...[...DELIVERY_KINDS].map((kind) => kind.slice(0, kind.indexOf('/'))),
])

/** The kept name that a name is, or continues with a dash; undefined for a name of the user's own. */
export function keptStart(name: string): string | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf('-', end - 1)) {
    const start = name.slice(0, end)
    if (NAMES.has(start)) return start
  }
  return undefined
}

export function isKeptValue(text: string): boolean {
  return VALUES.has(text)
}

/** `htpp` gives as little away as `http`. */
export function isKeptPortName(name: string): boolean {
  return PORT_NAMES.has(name) || [...PORT_NAMES].some((known) => resemblance(known, name))
}

/** A misspelt `tierr`, too. */
export function isKeptKeyWord(word: string): boolean {
  return KEY_WORDS.has(word.toLowerCase()) || [...KEY_WORDS].some((known) => resemblance(known, word))
}

/** By which Kuma takes pods in, and by which Istio only tries a policy. */
const KEYS_OF_MESHES = new Set(['kuma.io/sidecar-injection', 'istio.io/dry-run'])

/** Labels that an operator or a controller sets whose pods are recognised by them, what meshes are told by, and what lint is. */
export function isKeptKey(key: string): boolean {
  return controllerOf(key) !== undefined || KEYS_OF_MESHES.has(key) || key === IGNORE_ANNOTATION
}

export function isKeptDomain(domain: string): boolean {
  return DOMAIN.test(domain) || GROUPS.has(domain)
}

export function isKeptKind(kind: string): boolean {
  return KINDS.has(kind)
}
