import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
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
  [/cloud-provider-oci/, 'oci'],
  [/armada-master\/ibm-cloud-provider|ibm-vpc-cloud-controller/, 'ibm'],
  [/acs\/cloud-controller-manager|alibaba-cloud-controller-manager|alibaba-load-balancer-controller/, 'alibaba'],
  [/tencentcloud-cloud-controller-manager|tke-service-controller/, 'tencent'],
  [/cce-(cloud|lb)-controller|cloud-provider-baiducloud/, 'baidu'],
  [/metallb\/controller|bitnami\/metallb-controller|metallb-operator|kube-vip|klipper-lb|purelb\/allocator|openelb/, 'bare-metal'],
]

/** Where the cloud's controller is a plain argument: `--cloud-provider=aws` of an image that serves several. */
const ARGUMENT = /^--cloud-provider=(azure|aws|gce|openstack)$/

/**
 * Which cloud makes load balancers, by the surest kind of evidence that the input has: nodes, controllers, classes, pools, then annotations of
 * Services. Undefined where there is none, and where what is of one kind disagrees.
 */
export function findCloud(cluster: Cluster): NonNullable<EntryFacts['cloud']> | undefined {
  for (const look of [signsOfNodes, signsOfControllers, signsOfClasses, signsOfPools, signsOfAnnotations]) {
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
  for (const [title, spec] of podSpecs(cluster)) {
    for (const container of itemsOf(fieldsOf(spec)['containers']).map(fieldsOf)) {
      const image = textOf(container['image']) ?? ''
      const byImage = IMAGES.find(([pattern]) => pattern.test(image))
      if (byImage) signs.push({cloud: byImage[1], evidence: `${title} runs ${image}`})
      if (byImage || !image.includes('cloud-controller-manager')) continue
      const words = [...itemsOf(container['command']), ...itemsOf(container['args'])].filter((word) => typeof word === 'string')
      const named = words.flatMap((word) => ARGUMENT.exec(word)?.[1] ?? [])[0]
      if (named !== undefined)
        signs.push({cloud: named === 'gce' ? 'gke' : (named as Cloud), evidence: `${title} has --cloud-provider=${named}`})
    }
  }
  return signs
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
    const isAuto = [...cluster.nodes.values()].some(({labels}) => labels['eks.amazonaws.com/compute-type'] === 'auto')
    if (isAuto) return 'eks-auto-mode'
    return runs(cluster, /aws-load-balancer-controller/) ? 'aws-load-balancer-controller' : undefined
  }
  if (cloud !== 'bare-metal' || runs(cluster, /metallb|kube-vip|purelb|openelb/) || addressPoolsOf(cluster).length > 0) return undefined
  const isK3s = [...cluster.nodes.values()].some(({object}) => /^k3s:/.test(textOf(valueAt(object, 'spec', 'providerID')) ?? ''))
  return isK3s || runs(cluster, /klipper-lb/) ? 'servicelb' : undefined
}

function runs(cluster: Cluster, image: RegExp): boolean {
  for (const [, spec] of podSpecs(cluster)) {
    const images = itemsOf(fieldsOf(spec)['containers']).map((container) => textOf(fieldsOf(container)['image']) ?? '')
    if (images.some((one) => image.test(one))) return true
  }
  return false
}
