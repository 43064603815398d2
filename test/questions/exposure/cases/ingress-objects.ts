import {service, workload} from '../asking.ts'
import type {Fields, Labels} from './objects.ts'

export const toWeb = (port: number | string = 80) => ({
  service: {name: 'web', port: typeof port === 'number' ? {number: port} : {name: port}},
})
export const rule = (backend: Fields = toWeb(), host: string | undefined = 'shop.example', path = '/') => ({
  host,
  http: {paths: [{path, pathType: 'Prefix', backend}]},
})

/** An Ingress of class edge that sends shop.example to port 80 of Service web. */
export function ingress(
  spec: Fields = {},
  {name = 'main', namespace = 'shop', annotations = {} as Labels, status = {} as Fields} = {},
): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name, namespace, annotations},
    spec: {ingressClassName: 'edge', rules: [rule()], ...spec},
    status,
  }
}

export function ingressClass(name: string, annotations: Labels = {}, controller = 'k8s.io/ingress-nginx'): object {
  return {apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: {name, annotations}, spec: {controller}}
}

/** ingress-nginx of namespace edge with its Service. */
export function nginx(name = 'controller', args: readonly string[] = [], annotations: Labels = {}, spec: Fields = {}): readonly object[] {
  return [
    workload(name, {
      in: 'edge',
      pod: {
        containers: [{name: 'c', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', args: ['/nginx-ingress-controller', ...args]}],
      },
    }),
    service(
      name,
      {
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        ports: [
          {name: 'http', port: 80, targetPort: 'http'},
          {name: 'https', port: 443, targetPort: 'https'},
        ],
        ...spec,
      },
      'edge',
      {metadata: {name, namespace: 'edge', annotations}},
    ),
  ]
}
