/** One Service of the corpus, or one Ingress that leads nowhere, and who can come to it from outside. */
export interface JudgedExposure {
  readonly project: string
  /** What is read together, below the project. */
  readonly paths: readonly string[]
  /** `--cloud`, where the question is asked with it. */
  readonly cloud?: 'azure' | 'gke' | 'bare-metal'
  /** `-n`, for objects that name none. */
  readonly namespace?: string
  /** A Service by its name, or `Ingress NAME`, of which the reasons are told why it leads nowhere. */
  readonly object: string
  /** Every way from outside with its reach, each once; [] where nothing leads to it from outside. */
  readonly ways: readonly string[]
  readonly why: string
}

const AKS = 'MicrosoftDocs__azure-aks-docs'
const NGINX = 'kubernetes__ingress-nginx'
const METALLB = 'metallb__metallb'
const NODES = 'NodePort network'
const aks = (...names: readonly string[]) => names.map((name) => `articles/aks/${name}.yaml`)
const provider = (name: string) => `deploy/static/provider/${name}/deploy.yaml`
const registry = ['docs/examples/docker-registry/deployment.yaml', 'docs/examples/docker-registry/ingress-with-tls.yaml']
const fixture = (name: string) => `pkg/provider/kubernetes/ingress/fixtures/${name}.yml`
const pools = 'website/content/configuration/_advanced_ipaddresspool_configuration.md'

const AZURE: readonly JudgedExposure[] = [
  {
    project: AKS,
    paths: aks('internal-lb.md.01'),
    object: 'internal-app',
    ways: ['LoadBalancer network', NODES],
    why: 'azure-load-balancer-internal is exactly "true", and that annotation is Azure\'s; its node ports are open besides',
  },
  {
    project: AKS,
    paths: aks('internal-lb.md.03'),
    object: 'internal-app',
    ways: ['LoadBalancer network', NODES],
    why: 'the deprecated loadBalancerIP 10.240.0.25 goes with the internal annotation',
  },
  {
    project: AKS,
    paths: aks('internal-lb.md.04'),
    object: 'internal-app',
    ways: ['LoadBalancer network', NODES],
    why: 'a Private Link Service lets other subscriptions in, which is no internet',
  },
  {
    project: AKS,
    paths: aks('static-ip.md.01'),
    object: 'azure-load-balancer',
    ways: ['LoadBalancer internet', NODES],
    why: 'a public address by its name, azure-pip-name; nothing makes it internal',
  },
  {
    project: AKS,
    paths: aks('configure-load-balancer-standard.md.01'),
    cloud: 'azure',
    object: 'azure-vote-front',
    ways: ['LoadBalancer unknown', NODES],
    why: 'whom the placeholder MY_EXTERNAL_IP_RANGE will let in is what its reader fills in',
  },
  {
    project: AKS,
    paths: aks('load-balancer-standard.md.01'),
    object: 'public-svc',
    ways: ['LoadBalancer unknown', NODES],
    why: 'by itself nothing says that it is Azure, for all its name',
  },
  {
    project: AKS,
    paths: ['articles/aks'],
    object: 'public-svc',
    ways: ['LoadBalancer internet', NODES],
    why: "among its neighbours, whose annotations are Azure's",
  },
  {
    project: AKS,
    paths: ['articles/kubernetes-fleet/concepts-dns-load-balancing.md.04.yaml'],
    object: 'kuard-svc',
    ways: ['LoadBalancer internet', NODES],
    why: 'azure-dns-label-name gives a public address a name',
  },
  {
    project: AKS,
    paths: aks('best-practices-app-cluster-reliability.md.11'),
    cloud: 'azure',
    object: 'azure-load-balancer',
    ways: ['LoadBalancer internet', NODES],
    why: 'its annotations are one text and no mapping: none of them counts',
  },
  {
    project: AKS,
    paths: aks('azure-cni-overlay.md.01'),
    cloud: 'azure',
    object: 'nginx-ipv6',
    ways: ['LoadBalancer internet', NODES],
    why: 'IPv6 changes nothing about who may come, nor does the traffic policy Local',
  },
  {
    project: AKS,
    paths: aks(
      'create-nginx-ingress-private-controller.md.01',
      'create-nginx-ingress-private-controller.md.02',
      'learn/quick-kubernetes-deploy-cli.md.01',
    ),
    namespace: 'aks-store',
    object: 'store-front',
    ways: ['Ingress network', 'LoadBalancer internet', NODES],
    why: 'the NginxIngressController of its class has an internal load balancer; the kind is AKS alone, where the load balancer of the Service itself is public',
  },
  {
    project: 'Azure-Samples__aks-store-demo',
    paths: ['aks-store-ingress-quickstart.yaml', 'aks-store-all-in-one.yaml'],
    object: 'store-admin',
    ways: ['LoadBalancer internet', NODES],
    why: 'nothing names Azure but the class of the Ingress beside it, webapprouting.kubernetes.azure.com',
  },
  {
    project: AKS,
    paths: aks('app-routing.md.01'),
    object: 'Ingress store-front',
    ways: ['no-such-service'],
    why: 'the file has no Service',
  },
  {
    project: AKS,
    paths: aks('operator-best-practices-network.md.01'),
    object: 'Ingress myapp-ingress',
    ways: ['no-such-service', 'refused'],
    why: 'neither Service is there, and port: 80 is no mapping',
  },
  {
    project: AKS,
    paths: aks('zero-downtime-migration.md.03'),
    object: 'Ingress myapp-canary',
    ways: ['no-such-service'],
    why: 'a canary of an Ingress that somebody else has, to a Service that is not there',
  },
  {
    project: 'mspnp__aks-baseline',
    paths: ['workload', 'cluster-manifests'],
    object: 'traefik-ingress-service',
    ways: ['LoadBalancer network', NODES],
    why: 'internal; the placeholder of its address is none',
  },
  {
    project: 'mspnp__aks-baseline',
    paths: ['workload', 'cluster-manifests'],
    object: 'aspnetapp-service',
    ways: ['Ingress network'],
    why: 'through Traefik, whose load balancer is internal, and which is the only one that the policy of the namespace lets in',
  },
  {
    project: 'spring-petclinic__spring-petclinic-cloud',
    paths: ['k8s/init-services'],
    cloud: 'azure',
    object: 'api-gateway',
    ways: ['LoadBalancer internet', NODES],
    why: 'a status without an address says nothing',
  },
]

const CONTROLLERS: readonly JudgedExposure[] = [
  {
    project: NGINX,
    paths: [provider('aws')],
    object: 'ingress-nginx-controller',
    ways: ['LoadBalancer internet', NODES],
    why: 'aws-load-balancer-type nlb is taken by the in-tree controller, which makes a public one where aws-load-balancer-internal is not said',
  },
  {
    project: NGINX,
    paths: [provider('aws/nlb-with-tls-termination')],
    object: 'ingress-nginx-controller',
    ways: ['LoadBalancer internet', NODES],
    why: 'the certificate is on the load balancer; that does not make it less public',
  },
  {
    project: NGINX,
    paths: [provider('baremetal')],
    object: 'ingress-nginx-controller',
    ways: [NODES],
    why: 'type NodePort; the controller has no host ports there',
  },
  {
    project: NGINX,
    paths: [provider('cloud')],
    object: 'ingress-nginx-controller',
    ways: ['LoadBalancer unknown', NODES],
    why: 'for any cloud, and so it names none',
  },
  {
    project: NGINX,
    paths: [provider('do')],
    object: 'ingress-nginx-controller',
    ways: ['LoadBalancer internet', NODES],
    why: 'do-loadbalancer-… is DigitalOcean, which makes them public unless do-loadbalancer-network is INTERNAL',
  },
  {
    project: NGINX,
    paths: [provider('oracle')],
    object: 'ingress-nginx-controller',
    ways: ['LoadBalancer internet', NODES],
    why: 'oci-load-balancer-… is Oracle, which makes them public unless oci-load-balancer-internal is "true"',
  },
  {
    project: NGINX,
    paths: [provider('exoscale')],
    object: 'ingress-nginx-controller',
    ways: ['LoadBalancer internet', NODES],
    why: 'exoscale-loadbalancer-… is Exoscale, whose network load balancers have public addresses only',
  },
  {
    project: NGINX,
    paths: [provider('scw')],
    object: 'ingress-nginx-controller',
    ways: ['LoadBalancer internet', NODES],
    why: 'scw-loadbalancer-… is Scaleway, which makes them public unless scw-loadbalancer-private is "true"',
  },
  {
    project: NGINX,
    paths: [provider('kind')],
    object: 'ingress-nginx-controller',
    ways: ['HostPort network', 'LoadBalancer unknown', NODES],
    why: 'its pods have the ports 80 and 443 of their node, and in kind nobody makes the load balancer',
  },
  {
    project: NGINX,
    paths: [provider('aws'), ...registry],
    object: 'docker-registry',
    ways: ['Ingress internet', 'Ingress network'],
    why: "class nginx is that controller's: as public as its load balancer, and by its node ports from the network",
  },
  {
    project: NGINX,
    paths: [provider('baremetal'), ...registry],
    object: 'docker-registry',
    ways: ['Ingress network'],
    why: 'by the node ports of the controller only',
  },
  {
    project: NGINX,
    paths: registry,
    object: 'docker-registry',
    ways: ['Ingress unknown'],
    why: 'the controller of class nginx is not in the input',
  },
  {
    project: NGINX,
    paths: ['docs/examples/static-ip', 'docs/examples/http-svc.yaml'],
    object: 'ingress-nginx-lb',
    ways: ['HostPort network', 'LoadBalancer unknown', NODES],
    why: 'it asks for the public address 104.154.109.191, and whether that is heeded depends on the cloud; AWS for one does not',
  },
  {
    project: NGINX,
    paths: ['docs/examples/static-ip', 'docs/examples/http-svc.yaml'],
    cloud: 'gke',
    object: 'http-svc',
    ways: ['Ingress internet', 'Ingress network'],
    why: 'on GKE its controller has that address',
  },
  {
    project: 'np-guard__netpol-analyzer',
    paths: ['tests/k8s_ingress_test_new'],
    object: 'details',
    ways: ['Ingress unknown'],
    why: 'a Service ingress-nginx-controller is there and nothing that runs behind it: which classes that takes is said by its arguments',
  },
  {
    project: 'np-guard__netpol-analyzer',
    paths: ['tests/onlineboutique_workloads_with_ingress'],
    object: 'Ingress onlineboutique-ingress',
    ways: ['no-such-port'],
    why: 'it names the port of the pods, 8080; the Service has 80',
  },
  {
    project: 'np-guard__netpol-analyzer',
    paths: ['tests/netpol-analysis-example-minimal'],
    cloud: 'gke',
    object: 'frontend-external',
    ways: ['LoadBalancer internet', NODES],
    why: 'the namespace denies all, and the policy of the front end lets anybody in at 8080, which is its target port',
  },
  {
    project: 'np-guard__netpol-analyzer',
    paths: ['tests/onlineboutique_workloads_changed_netpols'],
    cloud: 'gke',
    object: 'frontend-external',
    ways: ['LoadBalancer unknown', 'NodePort unknown'],
    why: "its policy lets in the load generator only, and what comes in with traffic policy Cluster has a node's address: whether policies see that, and a pod's own node is always let in, or the client's is not defined",
  },
  {
    project: 'open-telemetry__opentelemetry-helm-charts',
    paths: ['charts/opentelemetry-demo/examples/public-hosted-ingress/rendered'],
    object: 'frontend-proxy',
    ways: ['Ingress unknown'],
    why: 'no class, no default class, no controller: "public" is in the name of the folder only',
  },
  {
    project: 'rook__rook',
    paths: ['deploy/examples/dashboard-ingress-https.yaml'],
    object: 'Ingress rook-ceph-mgr-dashboard',
    ways: ['no-such-service'],
    why: 'the operator makes the Service, which no file has',
  },
  {
    project: 'ContainerSolutions__kubernetes-examples',
    paths: ['cloud-providers/gcp/https-ready-alb'],
    object: 'Ingress https-ready-alb-ingress',
    ways: ['refused'],
    why: 'it is of networking.k8s.io/v1 and says spec.backend, a field of v1beta1 only: the API server sees neither rules nor a default backend',
  },
]

const ISTIO: readonly JudgedExposure[] = [
  {
    project: 'istio__istio',
    paths: ['samples/bookinfo/platform/kube/bookinfo.yaml', 'samples/bookinfo/gateway-api'],
    cloud: 'azure',
    object: 'productpage',
    ways: ['Gateway internet'],
    why: 'istio makes a Service of type LoadBalancer for each Gateway of its class; its node ports let in nobody whom that does not',
  },
  {
    project: 'istio__istio',
    paths: ['samples/bookinfo/platform/kube/bookinfo.yaml', 'samples/bookinfo/gateway-api'],
    object: 'productpage',
    ways: ['Gateway unknown'],
    why: 'the same, and no cloud is named',
  },
  {
    project: 'istio__istio',
    paths: ['samples/bookinfo/platform/kube/bookinfo.yaml', 'samples/bookinfo/platform/kube/bookinfo-ingress.yaml'],
    object: 'productpage',
    ways: ['Ingress unknown'],
    why: 'class istio is served by istio-ingressgateway, which is not in the input',
  },
  {
    project: 'istio__istio',
    paths: ['samples/bookinfo/platform/kube/productpage-nodeport.yaml'],
    object: 'productpage',
    ways: [NODES],
    why: 'a node port that the cluster picks',
  },
  {
    project: 'istio__istio',
    paths: ['pilot/pkg/config/kube/gatewaycommon/testdata/deployment/manual-ip.yaml'],
    cloud: 'gke',
    object: 'default',
    ways: ['LoadBalancer internet', NODES],
    why: 'loadBalancerIP 1.2.3.4 is public; no annotation makes it internal',
  },
  {
    project: 'istio__istio',
    paths: ['pilot/pkg/config/kube/gatewaycommon/testdata/deployment/quic-enabled.yaml'],
    object: 'default-istio',
    ways: ['LoadBalancer unknown', NODES],
    why: 'TCP and UDP on 443 alike; no cloud is named',
  },
  {
    project: 'istio__istio',
    paths: ['samples/security/spire/spire-quickstart.yaml'],
    object: 'spire-server',
    ways: [NODES],
    why: 'its agent is on the network of the node, the server is not',
  },
]

const BARE_METAL: readonly JudgedExposure[] = [
  {
    project: METALLB,
    paths: ['website/content/usage/_index.md.01.yaml'],
    object: 'nginx',
    ways: ['LoadBalancer network', NODES],
    why: 'metallb.io/loadBalancerIPs asks for 192.168.1.100',
  },
  {
    project: METALLB,
    paths: ['website/content/usage/_index.md.02.yaml'],
    object: 'nginx',
    ways: ['LoadBalancer unknown', NODES],
    why: 'the pool is called production-public-ips, and what it has is not in the input',
  },
  {
    project: METALLB,
    paths: ['website/content/usage/_index.md.03.yaml'],
    object: 'dns-service-udp',
    ways: ['LoadBalancer internet', NODES],
    why: 'it shares 1.2.3.4 with the Service for TCP',
  },
  {
    project: METALLB,
    paths: ['configsamples/deployment_l2.yaml', 'configsamples/simple_pool_adv_l2.yaml'],
    object: 'nginx',
    ways: ['LoadBalancer network', NODES],
    why: 'the only pool has private ranges, of both families',
  },
  {
    project: METALLB,
    paths: ['dev-env/testsvc.yaml', `${pools}.01.yaml`, `${pools}.02.yaml`],
    object: 'nginx',
    ways: ['LoadBalancer network', NODES],
    why: 'the pool with public addresses has autoAssign false, and nobody asks for it',
  },
  {
    project: METALLB,
    paths: ['dev-env/testsvc.yaml', `${pools}.03.yaml`],
    object: 'nginx',
    ways: ['LoadBalancer unknown', NODES],
    why: 'the only pool is for Services labelled app=bar in other namespaces: this one gets nothing of it, and what else there is the input does not say',
  },
  {
    project: METALLB,
    paths: ['dev-env/testsvc.yaml'],
    object: 'nginx',
    ways: ['LoadBalancer unknown', NODES],
    why: 'no pool, no annotation',
  },
  {
    project: 'microservices-demo__microservices-demo',
    paths: ['deploy/kubernetes/manifests', 'deploy/kubernetes/manifests-policy'],
    object: 'front-end',
    ways: [NODES],
    why: 'its policy lets anybody in at 8079, the target port',
  },
  {
    project: 'microservices-demo__microservices-demo',
    paths: ['deploy/kubernetes/manifests-logging'],
    object: 'kibana',
    ways: [NODES],
    why: 'node port 31601, whatever its namespace kube-system suggests',
  },
  {
    project: 'madhuakula__kubernetes-goat',
    paths: ['scenarios'],
    object: 'internal-proxy-info-app-service',
    ways: [NODES],
    why: 'node port 30003',
  },
  {
    project: 'madhuakula__kubernetes-goat',
    paths: ['scenarios'],
    object: 'internal-proxy-api-service',
    ways: [],
    why: 'the same pods, another port: nothing leads there from outside',
  },
  {
    project: 'madhuakula__kubernetes-goat',
    paths: ['scenarios'],
    object: 'system-monitor-service',
    ways: [],
    why: 'privileged, in the PID namespace of its node, and its hostNetwork is commented out',
  },
]

const OTHERS: readonly JudgedExposure[] = [
  {
    project: 'argoproj__argo-cd',
    paths: ['gitops-engine/pkg/health/testdata/svc-loadbalancer.yaml'],
    object: 'argocd-server',
    ways: ['LoadBalancer internet', NODES],
    why: 'its name is abc123.us-west-2.elb.amazonaws.com, without "internal-"',
  },
  {
    project: 'argoproj__argo-cd',
    paths: ['gitops-engine/pkg/health/testdata/svc-loadbalancer-unassigned.yaml'],
    object: 'argo-artifacts',
    ways: ['LoadBalancer unknown', NODES],
    why: 'nobody has given it an address yet; node port 32667 is open already',
  },
  {
    project: 'stackrox__kube-linter',
    paths: ['pkg/templates/sortedkeys/testdata/complex-service.yaml'],
    object: 'complex-service',
    ways: ['LoadBalancer internet', NODES],
    why: 'an AWS annotation, and none that makes it internal',
  },
  {
    project: 'traefik__traefik',
    paths: [fixture('Published-Service-LoadBalancer')],
    object: 'published-service',
    ways: ['LoadBalancer internet', NODES],
    why: 'its addresses are 1.2.3.4 and 5.6.7.8',
  },
  {
    project: 'traefik__traefik',
    paths: [fixture('Published-Service-NodePort')],
    object: 'published-service',
    ways: ['NodePort internet'],
    why: 'both nodes have ExternalIPs',
  },
  {
    project: 'traefik__traefik',
    paths: [fixture('Ingress-with-node-port-lb')],
    object: 'service1',
    ways: [NODES],
    why: 'the only node has 172.16.4.4; the Ingress has an empty name, which no cluster takes, and externalName means nothing here',
  },
  {
    project: 'traefik__traefik',
    paths: [fixture('Ingress-with-IPv6-endpoints-externalname-enabled')],
    object: 'service-foo',
    ways: ['Ingress unknown'],
    why: 'an ExternalName: the Ingress leads out of the cluster again, and whoever reaches its controller gets there',
  },
  {
    project: 'longhorn__longhorn',
    paths: ['examples/statefulset.yaml'],
    object: 'nginx',
    ways: [NODES],
    why: 'the Service that governs a StatefulSet, and no headless one',
  },
]

export const JUDGED: readonly JudgedExposure[] = [...AZURE, ...CONTROLLERS, ...ISTIO, ...BARE_METAL, ...OTHERS]
