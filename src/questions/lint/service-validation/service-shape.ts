import {fields, list, type Shape} from './shape.ts'

const TEXTS: Shape = list('text')

/** metav1.ObjectMeta. */
const METADATA: Shape = fields({
  name: 'text',
  generateName: 'text',
  namespace: 'text',
  selfLink: 'text',
  uid: 'text',
  resourceVersion: 'text',
  generation: 'int64',
  creationTimestamp: 'time',
  deletionTimestamp: 'time',
  deletionGracePeriodSeconds: 'int64',
  labels: 'texts',
  annotations: 'texts',
  ownerReferences: list(
    fields({apiVersion: 'text', kind: 'text', name: 'text', uid: 'text', controller: 'flag', blockOwnerDeletion: 'flag'}),
  ),
  finalizers: TEXTS,
  managedFields: 'any',
})

const PORT: Shape = fields({
  name: 'text',
  protocol: 'text',
  appProtocol: 'text',
  port: 'int32',
  targetPort: 'number or text',
  nodePort: 'int32',
})

/** core/v1 Service of Kubernetes 1.37. */
export const SERVICE_SHAPE: Shape = fields({
  apiVersion: 'text',
  kind: 'text',
  metadata: METADATA,
  spec: fields({
    ports: list(PORT),
    selector: 'texts',
    clusterIP: 'text',
    clusterIPs: TEXTS,
    type: 'text',
    externalIPs: TEXTS,
    sessionAffinity: 'text',
    loadBalancerIP: 'text',
    loadBalancerSourceRanges: TEXTS,
    externalName: 'text',
    externalTrafficPolicy: 'text',
    healthCheckNodePort: 'int32',
    publishNotReadyAddresses: 'flag',
    sessionAffinityConfig: fields({clientIP: fields({timeoutSeconds: 'int32'})}),
    ipFamilies: TEXTS,
    ipFamilyPolicy: 'text',
    allocateLoadBalancerNodePorts: 'flag',
    loadBalancerClass: 'text',
    internalTrafficPolicy: 'text',
    trafficDistribution: 'text',
  }),
  status: fields({
    loadBalancer: fields({
      ingress: list(
        fields({
          ip: 'text',
          hostname: 'text',
          ipMode: 'text',
          ports: list(fields({port: 'int32', protocol: 'text', error: 'text'})),
        }),
      ),
    }),
    conditions: 'any',
  }),
})
