import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import {groupKindOf} from '../../cluster/identity.ts'
import {obtain} from '../../cluster/obtain.ts'
import {addressPoolsOf} from './address-pool.ts'
import {BALANCERS, classOf, cloudsOfAnnotations} from './balancers.ts'
import type {BalancerController, Cloud, EntryFacts} from './entry-facts.ts'

interface Sign {
  readonly cloud: Cloud
  readonly evidence: string
}

/** spec.providerID of nodes, as each cloud's controller writes it. */
const PROVIDERS: readonly (readonly [RegExp, Cloud])[] = [
  [/^azure:\/\//, 'azure'],
  [/^aws:\/\//, 'aws'],
  [/^gce:\/\//, 'gke'],
  [/^openstack:\/\//, 'openstack'],
  [/^digitalocean:\/\//, 'digitalocean'],
  [/^(hcloud|hrobot):\/\//, 'hetzner'],
  [/^scaleway:\/\//, 'scaleway'],
  [/^exoscale:\/\//, 'exoscale'],
  // OKE writes the bare identifier.
  [/^(oci:\/\/|ocid1\.)/, 'oci'],
  [/^ibm:\/\//, 'ibm'],
  // `alicloud://region.instance`, or without the scheme.
  [/^(alicloud:\/\/|[a-z]+-[a-z]+(-\d)?\.i-)/, 'alibaba'],
  [/^(qcloud|tencentcloud):\/\//, 'tencent'],
  [/^(cce|baiducloud):\/\//, 'baidu'],
  [/^(k3s|rke2|kind|metal3|vsphere|kubevirt|proxmox|talos|minikube):\/\//, 'bare-metal'],
]

/** How labels begin that managed clusters put on their nodes. */
const NODE_LABELS: readonly (readonly [string, Cloud])[] = [
  ['kubernetes.azure.com/', 'azure'],
  ['eks.amazonaws.com/', 'aws'],
  ['karpenter.k8s.aws/', 'aws'],
  ['cloud.google.com/gke-', 'gke'],
  ['doks.digitalocean.com/', 'digitalocean'],
  ['instance.hetzner.cloud/', 'hetzner'],
  ['k8s.scaleway.com/', 'scaleway'],
  ['oci.oraclecloud.com/', 'oci'],
  ['ibm-cloud.kubernetes.io/', 'ibm'],
  ['alibabacloud.com/', 'alibaba'],
  ['node.tke.cloud.tencent.com/', 'tencent'],
]

/** Images of the controllers that make load balancers. */
const IMAGES: readonly (readonly [RegExp, Cloud])[] = [
  [/azure-cloud-controller-manager/, 'azure'],
  [/provider-aws\/cloud-controller-manager|aws-cloud-controller-manager|aws-load-balancer-controller/, 'aws'],
  [/cloud-provider-gcp|gcp-cloud-controller-manager|ingress-gce-glbc/, 'gke'],
  [/openstack-cloud-controller-manager/, 'openstack'],
  [/digitalocean-cloud-controller-manager/, 'digitalocean'],
  [/hcloud-cloud-controller-manager/, 'hetzner'],
  [/scaleway-cloud-controller-manager/, 'scaleway'],
  [/exoscale-cloud-controller-manager/, 'exoscale'],
  [/cloud-provider-oci/, 'oci'],
  [/armada-master\/ibm-cloud-provider|ibm-vpc-cloud-controller/, 'ibm'],
  [/acs\/cloud-controller-manager|alibaba-cloud-controller-manager|alibaba-load-balancer-controller/, 'alibaba'],
  [/tencentcloud-cloud-controller-manager|tke-service-controller/, 'tencent'],
  [/cce-(cloud|lb)-controller|cloud-provider-baiducloud/, 'baidu'],
  [/metallb\/controller|bitnami\/metallb-controller|metallb-operator|kube-vip|klipper-lb|purelb\/allocator|openelb/, 'bare-metal'],
]

const MANAGER = /cloud-controller-manager/
const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type'

/** Kinds that only one cloud's managed clusters have: the application routing add-on of AKS, and what GKE's Ingresses are set up with. */
const KINDS: Readonly<Record<string, Cloud>> = {
  'approuting.kubernetes.azure.com/NginxIngressController': 'azure',
  'networking.gke.io/ManagedCertificate': 'gke',
  'networking.gke.io/FrontendConfig': 'gke',
  'cloud.google.com/BackendConfig': 'gke',
}

/** The class that AKS alone has, of its application routing add-on (https://learn.microsoft.com/azure/aks/app-routing). */
const AKS_CLASS = 'webapprouting.kubernetes.azure.com'

/** Where the cloud's controller is a plain argument: `--cloud-provider=aws` of an image that serves several. */
const ARGUMENT = /^--cloud-provider=(azure|aws|gce|openstack)$/

/** What else of those without a cloud is looked for among the images. */
const METAL = /metallb|kube-vip|purelb|openelb/
const AWS_CONTROLLER = /aws-load-balancer-controller/
const SERVICELB = /klipper-lb/

/** Whether an image tells which cloud a cluster is in, or who makes its load balancers. */
export function isImageOfCloud(image: string): boolean {
  return (
    IMAGES.some(([pattern]) => pattern.test(image)) || [METAL, AWS_CONTROLLER, SERVICELB, MANAGER].some((pattern) => pattern.test(image))
  )
}

/** Of the words of a controller of a cloud those that say which. */
export function wordsOfCloud(words: readonly string[]): readonly string[] {
  return words.filter((word) => ARGUMENT.test(word))
}

/** How the providerID of a node begins where that tells the cloud; '' where it does not. */
export function startOfProvider(providerID: string): string {
  for (const [pattern] of PROVIDERS) {
    const [start] = pattern.exec(providerID) ?? []
    if (start !== undefined) return start
  }
  return ''
}

/** Whether the key of a node's label tells the cloud, or what is built into it. */
export function isLabelOfCloud(key: string): boolean {
  return key === COMPUTE_TYPE || NODE_LABELS.some(([prefix]) => key.startsWith(prefix))
}

/**
 * Which cloud makes load balancers, by the surest kind of evidence that the input has: nodes, controllers, classes, pools, kinds of its own,
 * then annotations of Services. Undefined where there is none, and where what is of one kind disagrees.
 */
export function findCloud(cluster: Cluster): NonNullable<EntryFacts['cloud']> | undefined {
  for (const look of [signsOfNodes, signsOfControllers, signsOfClasses, signsOfPools, signsOfKinds, signsOfAnnotations]) {
    const signs = look(cluster)
    const [first] = signs
    if (first === undefined) continue
    if (signs.some(({cloud}) => cloud !== first.cloud)) return undefined
    const controller = controllerOf(cluster, first.cloud)
    return {name: first.cloud, evidence: first.evidence, ...(controller && {controller})}
  }
  return undefined
}

function* podSpecs({workloads, pods}: Cluster): Generator<readonly [title: string, spec: unknown]> {
  for (const {kind, name, templates} of workloads) for (const {spec} of templates) yield [`${kind} ${name}`, spec]
  for (const pod of pods.all) if (pod.source === 'object') yield [`Pod ${pod.target.name}`, pod.spec]
}

function signsOfNodes({nodes}: Cluster): readonly Sign[] {
  return [...nodes.values()].flatMap(({name, object, labels}) => {
    const provider = textOf(valueAt(object, 'spec', 'providerID'))
    const byProvider = provider === undefined ? undefined : PROVIDERS.find(([pattern]) => pattern.test(provider))
    if (byProvider) return {cloud: byProvider[1], evidence: `node ${name} is ${provider}`}
    const keys = Object.keys(labels)
    const byLabel = NODE_LABELS.find(([prefix]) => keys.some((key) => key.startsWith(prefix)))
    const key = byLabel && keys.find((one) => one.startsWith(byLabel[0]))
    return byLabel ? {cloud: byLabel[1], evidence: `node ${name} has the label ${key}`} : []
  })
}

function signsOfControllers(cluster: Cluster): readonly Sign[] {
  const signs: Sign[] = []
  // Many workloads run few images.
  const known = new Map<string, ReturnType<typeof readImage>>()
  for (const [title, spec] of podSpecs(cluster)) {
    for (const item of itemsOf(fieldsOf(spec)['containers'])) {
      const container = fieldsOf(item)
      const image = textOf(container['image']) ?? ''
      const {cloud, isManager} = obtain(known, image, () => readImage(image))
      if (cloud) signs.push({cloud, evidence: `${title} runs ${image}`})
      if (cloud || !isManager) continue
      const words = [...itemsOf(container['command']), ...itemsOf(container['args'])].filter((word) => typeof word === 'string')
      const named = words.flatMap((word) => ARGUMENT.exec(word)?.[1] ?? [])[0]
      if (named !== undefined)
        signs.push({cloud: named === 'gce' ? 'gke' : (named as Cloud), evidence: `${title} has --cloud-provider=${named}`})
    }
  }
  return signs
}

/** Hardly any image is one of them. */
const ANY_IMAGE = new RegExp([...IMAGES.map(([pattern]) => pattern), MANAGER].map(({source}) => source).join('|'))
const NO_SIGN = {cloud: undefined, isManager: false}

function readImage(image: string): {readonly cloud: Cloud | undefined; readonly isManager: boolean} {
  if (!ANY_IMAGE.test(image)) return NO_SIGN
  return {cloud: IMAGES.find(([pattern]) => pattern.test(image))?.[1], isManager: MANAGER.test(image)}
}

function signsOfClasses({services}: Cluster): readonly Sign[] {
  return services.flatMap(({object, name}) => {
    const stated = textOf(valueAt(object, 'spec', 'loadBalancerClass'))
    const known = stated === undefined ? undefined : classOf(stated)
    return known ? {cloud: known.cloud, evidence: `Service ${name} has the load-balancer class ${stated}`} : []
  })
}

function signsOfPools(cluster: Cluster): readonly Sign[] {
  return addressPoolsOf(cluster).map(({title}) => ({cloud: 'bare-metal', evidence: `${title} is there for load balancers`}))
}

function signsOfKinds({others}: Cluster): readonly Sign[] {
  return others.flatMap(({group, kind, name, object}): readonly Sign[] => {
    if (kind === 'Ingress' && valueAt(object, 'spec', 'ingressClassName') === AKS_CLASS)
      return [{cloud: 'azure', evidence: `Ingress ${name} is of class ${AKS_CLASS}, which AKS has`}]
    const key = groupKindOf({group, kind})
    const cloud = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined
    return cloud ? [{cloud, evidence: `${kind} ${name} is a kind of ${BALANCERS[cloud].title} alone`}] : []
  })
}

/** A Service with the annotations of several clouds is written for any of them and shows none. */
function signsOfAnnotations({services}: Cluster): readonly Sign[] {
  return services.flatMap((service) => {
    const [cloud, ...others] = service.type === 'LoadBalancer' ? cloudsOfAnnotations(service) : []
    const isClear = cloud !== undefined && others.length === 0
    return isClear ? {cloud, evidence: `Service ${service.name} has annotations of ${BALANCERS[cloud].title}`} : []
  })
}

/** Who takes new Services there instead of the cloud's own controller. */
function controllerOf(cluster: Cluster, cloud: Cloud): BalancerController | undefined {
  if (cloud === 'aws') {
    const isAuto = [...cluster.nodes.values()].some(({labels}) => labels[COMPUTE_TYPE] === 'auto')
    if (isAuto) return 'eks-auto-mode'
    return runs(cluster, AWS_CONTROLLER) ? 'aws-load-balancer-controller' : undefined
  }
  if (cloud !== 'bare-metal' || runs(cluster, METAL) || addressPoolsOf(cluster).length > 0) return undefined
  const isK3s = [...cluster.nodes.values()].some(({object}) => /^k3s:/.test(textOf(valueAt(object, 'spec', 'providerID')) ?? ''))
  return isK3s || runs(cluster, SERVICELB) ? 'servicelb' : undefined
}

function runs(cluster: Cluster, image: RegExp): boolean {
  for (const [, spec] of podSpecs(cluster)) {
    const images = itemsOf(fieldsOf(spec)['containers']).map((container) => textOf(fieldsOf(container)['image']) ?? '')
    if (images.some((one) => image.test(one))) return true
  }
  return false
}
