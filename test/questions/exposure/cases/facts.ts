import {gateway, route, to} from '../../../network/entry/gateway/objects.ts'
import type {ExposureCase} from './exposure-case.ts'
import {balanced, INTERNAL_ON_AZURE, node, PODS, web} from './objects.ts'

const INSIDE = 'ClusterIP:80 cluster'
const BALANCED = [PODS, balanced({allocateLoadBalancerNodePorts: false})]
const NODE_PORT = [PODS, web({type: 'NodePort'})]
const INGRESS = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {name: 'main', namespace: 'shop'},
  spec: {ingressClassName: 'edge', defaultBackend: {service: {name: 'web', port: {number: 80}}}},
}

/** What manifests do not say: the user's word, by flags or svcscope.yaml, goes before what the input shows (README, exposure). */
export const OF_FACTS: readonly ExposureCase[] = [
  {
    name: 'the cloud by svcscope.yaml',
    why: 'the word of the user: Azure gives a public address',
    input: BALANCED,
    configuration: 'cloud: azure\n',
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
  },
  {
    name: 'the cloud by a flag against svcscope.yaml',
    why: 'a flag is the nearer word: on AWS the annotation of Azure does nothing',
    input: [PODS, balanced({allocateLoadBalancerNodePorts: false}, INTERNAL_ON_AZURE)],
    flags: {cloud: 'aws'},
    configuration: 'cloud: azure\n',
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
  },
  {
    name: 'the cloud by an annotation that only it reads',
    why: 'a Service with annotations of Azure alone is written for Azure',
    input: [PODS, balanced({allocateLoadBalancerNodePorts: false}, INTERNAL_ON_AZURE)],
    reach: 'network',
    ways: ['LoadBalancer:80 network', INSIDE],
  },
  {
    name: 'the nodes by svcscope.yaml',
    why: 'the word of the user goes before the private address that a node shows',
    input: [...NODE_PORT, node(undefined)],
    configuration: 'nodes: public\n',
    reach: 'internet',
    ways: ['NodePort:? internet', INSIDE],
  },
  {
    name: 'the nodes by a flag against svcscope.yaml',
    why: 'a flag is the nearer word',
    input: NODE_PORT,
    flags: {nodes: 'private'},
    configuration: 'nodes: public\n',
    reach: 'network',
    ways: ['NodePort:? network', INSIDE],
  },
  {
    name: 'a class of Ingresses by svcscope.yaml',
    why: 'the word of the user on class edge',
    input: [PODS, web(), INGRESS],
    configuration: 'classes:\n  edge: private\n',
    reach: 'network',
    ways: ['Ingress:80 network', INSIDE],
  },
  {
    name: 'a class of Ingresses by a flag against svcscope.yaml',
    why: 'flags go class by class',
    input: [PODS, web(), INGRESS],
    flags: {class: ['edge=public']},
    configuration: 'classes:\n  edge: private\n',
    reach: 'internet',
    ways: ['Ingress:80 internet', INSIDE],
  },
  {
    name: 'a class of Gateways by svcscope.yaml',
    why: 'the word of the user on class edge',
    input: [PODS, web(), gateway('shop/edge'), route('shop/web', 'edge', [to()])],
    configuration: 'classes: {edge: public}\n',
    reach: 'internet',
    ways: ['Gateway:80 internet', INSIDE],
  },
  {
    name: 'a class of load balancers by svcscope.yaml',
    why: 'the word of the user on class example.com/edge',
    input: [PODS, balanced({allocateLoadBalancerNodePorts: false, loadBalancerClass: 'example.com/edge'})],
    configuration: 'classes: {example.com/edge: private}\n',
    reach: 'network',
    ways: ['LoadBalancer:80 network', INSIDE],
  },
  {
    name: 'a word on another class',
    why: 'what is said of class edge says nothing of class inner',
    input: [PODS, web(), {...INGRESS, spec: {...INGRESS.spec, ingressClassName: 'inner'}}],
    flags: {class: ['edge=public']},
    reach: 'unknown',
    ways: ['Ingress:80 unknown', INSIDE],
    asks: 'is class "inner" public?',
  },
]
