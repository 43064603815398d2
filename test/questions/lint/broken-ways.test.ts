import {describe, expect, test} from 'vitest'
import type {Read} from '../../../src/cluster/read.ts'
import {read, readText, scratchDirectory, writeFiles} from '../../sources/scratch.ts'
import {askLint} from './asking.ts'

function ingress(name: string, service: string, port = 80): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ${name}, namespace: shop}
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${service}, port: {number: ${port}}}}}]}
`
}

function service(name: string, port = 80): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {app: ${name}}
  ports: [{port: ${port}}]
`
}

/** The rules of ways that find something in a directory of files. */
async function rulesIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const directory = scratchDirectory()
  writeFiles(directory, files)
  const only = ['routing/no-such-*', 'routing/conflict', 'routing/class-unserved']
  return askLint(await read([directory]), {choice: {only, skip: []}}).findings.map(({rule}) => rule)
}

describe('manifests that are not surely applied together', () => {
  test('are not held to a Service that the input lacks', async () => {
    expect(await rulesIn({'a/ingress.yaml': ingress('web', 'web'), 'b/service.yaml': service('api')})).toEqual([])
  })

  test('are, where one kustomization builds from both', async () => {
    const files = {
      'a/ingress.yaml': ingress('web', 'web'),
      'b/service.yaml': service('api'),
      'kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a/ingress.yaml, b/service.yaml]\n',
    }
    expect(await rulesIn(files)).toEqual(['routing/no-such-service'])
    const elsewhere = files['kustomization.yaml'].replace('resources: [', 'resources: [https://example.com/base, ')
    expect(await rulesIn({...files, 'kustomization.yaml': elsewhere})).toEqual([])
  })

  test('are, where a Service beside them is called nearly so', async () => {
    expect(await rulesIn({'ingress.yaml': ingress('web', 'checkuot'), 'service.yaml': service('checkout')})).toEqual([
      'routing/no-such-service',
    ])
    expect(await rulesIn({'a/ingress.yaml': ingress('web', 'checkuot'), 'b/service.yaml': service('checkout')})).toEqual([])
  })

  test('are held to the ports of a Service that is defined once', async () => {
    const files = {'a/ingress.yaml': ingress('web', 'web', 8080), 'b/service.yaml': service('web')}
    expect(await rulesIn(files)).toEqual(['routing/no-such-port'])
    expect(await rulesIn({...files, 'c/service.yaml': service('web', 81)})).toEqual([])
  })

  test('may claim one host', async () => {
    expect(await rulesIn({'a.yaml': ingress('web', 'web'), 'b.yaml': ingress('api', 'api')})).toEqual([])
  })
})

describe('a running cluster', () => {
  const ask = async (text: string, only: string) => {
    const {objects} = await readText(text)
    const done: readonly Read[] = [{kind: 'Service'}, {kind: 'IngressClass'}, {kind: 'GatewayClass'}]
    const coverage = {done, has: ({kind}: Read) => done.some((one) => one.kind === kind), unread: []}
    const live = objects.map(({object}) => ({object, origin: undefined}))
    const input = {objects: live, problems: [], leftOut: [], notes: [], coverage, locate: async () => undefined}
    return askLint(input, {choice: {only: [only], skip: []}}).findings.map(({message}) => message)
  }

  test('has every Service that there is', async () => {
    expect(await ask(ingress('web', 'web'), 'routing/no-such-service')).toEqual(['there is no Service shop/web'])
    expect(await ask(`${ingress('web', 'web')}---${service('web', 81)}`, 'routing/no-such-port')).toHaveLength(1)
  })

  test('has every class that there is', async () => {
    const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: edge, listeners: [{name: http, port: 80, protocol: HTTP}]}
`
    expect(await ask(`${ingress('web', 'web')}---${gateway}`, 'routing/class-unserved')).toEqual([
      'there is no GatewayClass "edge"',
      'there is no IngressClass "nginx"',
    ])
  })
})
