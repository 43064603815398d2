/** What is known of a GatewayClass by its controller, or by the name that its installation gives it. */
export type ClassKnowledge =
  /** A load balancer of a cloud, no Service. */
  | {readonly kind: 'cloud'; readonly makes: 'public' | 'private'; readonly evidence: string}
  /** The AWS Load Balancer Controller: a LoadBalancerConfiguration says it. */
  | {readonly kind: 'aws'}
  /** Proxies in the cluster that it starts itself, behind a Service of its own for each Gateway. */
  | {readonly kind: 'in-cluster'; readonly product: string; readonly copiesAnnotations?: true}
  /** Proxies that somebody installed, behind a Service that all Gateways share; `labels` are values of app.kubernetes.io/name that it may have. */
  | {readonly kind: 'shared'; readonly product: string; readonly labels: readonly string[]}
  /** For traffic inside of the cluster. */
  | {readonly kind: 'mesh'; readonly evidence: string}

const cloud = (makes: 'public' | 'private', evidence: string): ClassKnowledge => ({kind: 'cloud', makes, evidence})

// https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api#gatewayclass; names that end in -mc are for several clusters.
const GKE_PUBLIC = ['gke-l7-global-external-managed', 'gke-l7-regional-external-managed', 'gke-l7-gxlb']
const GKE_PRIVATE = ['gke-l7-rilb', 'gke-l7-cross-regional-internal-managed']

const CLASSES: Readonly<Record<string, ClassKnowledge>> = {
  ...Object.fromEntries(
    GKE_PUBLIC.flatMap((name) => [name, `${name}-mc`]).map((name) => [
      name,
      cloud('public', `class ${name} makes an external load balancer of Google Cloud`),
    ]),
  ),
  ...Object.fromEntries(
    GKE_PRIVATE.flatMap((name) => [name, `${name}-mc`]).map((name) => [
      name,
      cloud('private', `class ${name} makes an internal load balancer of Google Cloud`),
    ]),
  ),
  // https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller
  'azure-alb-external': cloud('public', 'Application Gateway for Containers has public frontends only'),
  // https://www.gateway-api-controller.eks.aws.dev/latest/concepts/overview: clients are in the VPCs of a service network.
  'amazon-vpc-lattice': cloud('private', 'VPC Lattice serves clients in associated VPCs'),
  istio: {kind: 'in-cluster', product: 'Istio', copiesAnnotations: true},
  // https://istio.io/latest/docs/ambient/usage/waypoint
  'istio-waypoint': {kind: 'mesh', evidence: 'a waypoint proxy is for traffic inside of the mesh'},
  cilium: {kind: 'in-cluster', product: 'Cilium'},
}

const CONTROLLERS: Readonly<Record<string, ClassKnowledge>> = {
  'alb.networking.azure.io/alb-controller': cloud('public', 'Application Gateway for Containers has public frontends only'),
  'application-networking.k8s.aws/gateway-api-controller': cloud('private', 'VPC Lattice serves clients in associated VPCs'),
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/gateway
  'gateway.k8s.aws/alb': {kind: 'aws'},
  'gateway.k8s.aws/nlb': {kind: 'aws'},
  'istio.io/gateway-controller': {kind: 'in-cluster', product: 'Istio', copiesAnnotations: true},
  'istio.io/mesh-controller': {kind: 'mesh', evidence: 'a waypoint proxy is for traffic inside of the mesh'},
  'openshift.io/gateway-controller/v1': {kind: 'in-cluster', product: 'OpenShift', copiesAnnotations: true},
  'gateway.envoyproxy.io/gatewayclass-controller': {kind: 'in-cluster', product: 'Envoy Gateway'},
  'io.cilium/gateway-controller': {kind: 'in-cluster', product: 'Cilium'},
  'gateway.nginx.org/nginx-gateway-controller': {kind: 'in-cluster', product: 'NGINX Gateway Fabric'},
  'kgateway.dev/kgateway': {kind: 'in-cluster', product: 'kgateway'},
  'projectcontour.io/gateway-controller': {kind: 'shared', product: 'Contour', labels: ['contour', 'envoy']},
  'traefik.io/gateway-controller': {kind: 'shared', product: 'Traefik', labels: ['traefik']},
  'konghq.com/kic-gateway-controller': {kind: 'shared', product: 'Kong', labels: ['kong', 'gateway', 'ingress', 'proxy']},
}

/** Names of classes that tell whose they are, the controllers that GatewayClasses name, and what their charts call the proxies. */
export const KNOWN_CLASSES: ReadonlySet<string> = new Set(Object.keys(CLASSES))
export const KNOWN_CONTROLLERS: ReadonlySet<string> = new Set(['networking.gke.io/gateway', ...Object.keys(CONTROLLERS)])
export const KNOWN_APPLICATIONS: ReadonlySet<string> = new Set(
  Object.values(CONTROLLERS).flatMap((knowledge) => (knowledge.kind === 'shared' ? knowledge.labels : [])),
)

/** Undefined for a class that only who installed it knows. The name counts where the GatewayClass is not in the input. */
export function knowledgeOfClass(name: string, controller: string | undefined): ClassKnowledge | undefined {
  if (controller !== undefined && Object.hasOwn(CONTROLLERS, controller)) return CONTROLLERS[controller]
  // The names of Google Cloud are its own: one controller has them all.
  const isNamed = controller === undefined || controller === 'networking.gke.io/gateway'
  return isNamed && Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined
}
