import {workload} from '../asking.ts'

export type Fields = Readonly<Record<string, unknown>>
export type Labels = Readonly<Record<string, string>>

/** The pods behind Service web, which listen on 8080. */
export const PODS = workload('web')

/** Service web of namespace shop: port 80 to 8080 of its pods. */
export function web(spec: Fields = {}, annotations: Labels = {}, more: Fields = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'shop', annotations},
    spec: {selector: {app: 'web'}, ports: [{name: 'http', port: 80, targetPort: 8080}], ...spec},
    ...more,
  }
}

/** The same as a load balancer. `Local` and without node ports it has no way but its own address. */
export function balanced(spec: Fields = {}, annotations: Labels = {}, more: Fields = {}): object {
  return web({type: 'LoadBalancer', ...spec}, annotations, more)
}

export const ONLY_ITSELF = {externalTrafficPolicy: 'Local', allocateLoadBalancerNodePorts: false} as const

/** A node as its cloud writes it, with a private address and perhaps a public one. */
export function node(providerID: string | undefined, publicAddress?: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name: 'node-a'},
    spec: {...(providerID !== undefined && {providerID})},
    status: {
      addresses: [
        {type: 'InternalIP', address: '10.0.0.4'},
        ...(publicAddress === undefined ? [] : [{type: 'ExternalIP', address: publicAddress}]),
      ],
    },
  }
}

export const INTERNAL_ON_AZURE = {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'} as const
