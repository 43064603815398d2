import type {ReadableKind} from './readable-kind.ts'

const POLICY_API = {group: 'policy.networking.k8s.io', namespaced: false, isCustom: true} as const

const CILIUM = {group: 'cilium.io', version: 'v2', isCustom: true} as const

/**
 * The group that people write is had from an API server of Calico's own or, in newer installations, from CustomResourceDefinitions; the other is where
 * the former, and Calico itself where there is none, keep the same objects.
 * Source: docs.tigera.io/calico/latest/operations/native-v3-crds
 */
const CALICO = {
  group: 'projectcalico.org',
  version: 'v3',
  fallbackGroup: 'crd.projectcalico.org',
  fallbackVersion: 'v1',
  isCustom: true,
} as const

/** Releases before 1.13 serve v1alpha1 alone. */
const ANTREA = {group: 'crd.antrea.io', version: 'v1beta1', fallbackVersion: 'v1alpha1', isCustom: true} as const

/** Every Istio since 1.4 serves v1beta1, those since 1.22 v1 too. */
const ISTIO = {group: 'security.istio.io', version: 'v1beta1', namespaced: true, isCustom: true} as const

const LINKERD = {group: 'policy.linkerd.io', namespaced: true, isCustom: true} as const

const EKS = {group: 'networking.k8s.aws', version: 'v1alpha1', isCustom: true} as const

const KUMA = {group: 'kuma.io', version: 'v1alpha1', isCustom: true} as const

/** What policies there are beside NetworkPolicies, and what decides whom they are for. Those that Calico calls staged do nothing, and are left alone. */
export const READABLE_POLICIES = {
  AdminNetworkPolicy: {...POLICY_API, version: 'v1alpha1', resource: 'adminnetworkpolicies'},
  BaselineAdminNetworkPolicy: {...POLICY_API, version: 'v1alpha1', resource: 'baselineadminnetworkpolicies'},
  // Releases 0.2 of the API serve v1alpha2 alone, 0.3 both.
  ClusterNetworkPolicy: {...POLICY_API, version: 'v1beta1', fallbackVersion: 'v1alpha2', resource: 'clusternetworkpolicies'},
  CiliumNetworkPolicy: {...CILIUM, resource: 'ciliumnetworkpolicies', namespaced: true},
  CiliumClusterwideNetworkPolicy: {...CILIUM, resource: 'ciliumclusterwidenetworkpolicies', namespaced: false},
  CalicoNetworkPolicy: {...CALICO, resource: 'networkpolicies', namespaced: true, kind: 'NetworkPolicy'},
  GlobalNetworkPolicy: {...CALICO, resource: 'globalnetworkpolicies', namespaced: false},
  HostEndpoint: {...CALICO, resource: 'hostendpoints', namespaced: false},
  KubeControllersConfiguration: {...CALICO, resource: 'kubecontrollersconfigurations', namespaced: false},
  AntreaNetworkPolicy: {...ANTREA, resource: 'networkpolicies', namespaced: true, kind: 'NetworkPolicy'},
  AntreaClusterNetworkPolicy: {...ANTREA, resource: 'clusternetworkpolicies', namespaced: false, kind: 'ClusterNetworkPolicy'},
  AuthorizationPolicy: {...ISTIO, resource: 'authorizationpolicies'},
  PeerAuthentication: {...ISTIO, resource: 'peerauthentications'},
  // Only v1beta3 has accessPolicy.
  LinkerdServer: {...LINKERD, version: 'v1beta3', fallbackVersion: 'v1beta1', resource: 'servers', kind: 'Server'},
  ServerAuthorization: {...LINKERD, version: 'v1beta1', resource: 'serverauthorizations'},
  LinkerdAuthorizationPolicy: {...LINKERD, version: 'v1alpha1', resource: 'authorizationpolicies', kind: 'AuthorizationPolicy'},
  EgressFirewall: {group: 'k8s.ovn.org', version: 'v1', resource: 'egressfirewalls', namespaced: true, isCustom: true},
  EgressNetworkPolicy: {group: 'network.openshift.io', version: 'v1', resource: 'egressnetworkpolicies', namespaced: true, isCustom: true},
  ApplicationNetworkPolicy: {...EKS, resource: 'applicationnetworkpolicies', namespaced: true},
  EKSClusterNetworkPolicy: {...EKS, resource: 'clusternetworkpolicies', namespaced: false, kind: 'ClusterNetworkPolicy'},
  // The project that GKE took the kind from, and whose forks are in use elsewhere, has v1alpha3.
  FQDNNetworkPolicy: {
    group: 'networking.gke.io',
    version: 'v1alpha1',
    fallbackVersion: 'v1alpha3',
    resource: 'fqdnnetworkpolicies',
    namespaced: true,
    isCustom: true,
  },
  ServiceIntentions: {
    group: 'consul.hashicorp.com',
    version: 'v1alpha1',
    resource: 'serviceintentions',
    namespaced: true,
    isCustom: true,
  },
  MeshTrafficPermission: {...KUMA, resource: 'meshtrafficpermissions', namespaced: true},
  TrafficPermission: {...KUMA, resource: 'trafficpermissions', namespaced: false},
} as const satisfies Readonly<Record<string, ReadableKind>>
