import {describe, expect, test} from 'vitest'
import {clusterOf, runningPod, service, together} from '../../manifest.ts'
import {askWho, outsideOf} from './asking.ts'

const LEAVING = {deletionTimestamp: '2026-01-01T00:00:00Z'}

function podOn(node: string, name: string, address: string, metadata: object = {}): string {
  const pod = JSON.parse(runningPod(name, {app: 'web', name}, {podIP: address, podIPs: [{ip: address}]}, {...metadata}))
  return JSON.stringify({...pod, spec: {...pod.spec, nodeName: node}})
}

/** Nobody is let in to the pod of that name. */
function closed(name: string): string {
  const spec = {podSelector: {matchLabels: {name}}, policyTypes: ['Ingress']}
  return JSON.stringify({apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name}, spec})
}

function web(externalTrafficPolicy: string, ...pods: readonly string[]) {
  const spec = {type: 'LoadBalancer', externalTrafficPolicy, ports: [{port: 80, targetPort: 8080, nodePort: 30_080}]}
  return askWho(clusterOf(together(service('web', spec), ...pods)), 'svc/web').data
}

describe('a Service with policy Local', () => {
  const ready = podOn('node-a', 'stays', '10.244.0.1')
  const leaving = podOn('node-b', 'leaves', '10.244.1.1', LEAVING)

  test('leads from a node that has nothing else to its pod that still serves while it terminates', () => {
    expect(outsideOf(web('Local', ready, leaving, closed('leaves')))).toEqual(['0.0.0.0/0 partial'])
    expect(web('Local', ready, leaving).services[0]?.ports).toHaveLength(1)
  })

  test('does not where the node has a pod that is ready', () => {
    const other = podOn('node-b', 'also-stays', '10.244.1.2')
    expect(outsideOf(web('Local', ready, other, leaving, closed('leaves')))).toEqual(['0.0.0.0/0 allowed'])
  })

  test('is not followed with policy Cluster, where any ready pod will do', () => {
    expect(outsideOf(web('Cluster', ready, leaving, closed('leaves')))).toEqual(['0.0.0.0/0 allowed'])
  })
})
