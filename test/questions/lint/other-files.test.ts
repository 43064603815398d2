import {describe, expect, test} from 'vitest'
import {read, scratchDirectory, writeFiles} from '../../sources/scratch.ts'
import {askLint} from './asking.ts'

function service(namespace: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: ${namespace}}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
`
}

function deployment(port: number, namespace: string | undefined): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web${namespace ? `, namespace: ${namespace}` : ''}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: "web:1", ports: [{containerPort: ${port}}]}]}
`
}

function policy(port: number): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: proxy}}}], ports: [{port: ${port}}]}]
`
}

/** What a rule finds in a directory of files: the objects. */
async function find(rule: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const directory = scratchDirectory()
  writeFiles(directory, files)
  return askLint(await read([directory]), {choice: {only: [rule], skip: []}}).findings.map(({object}) => `${object?.kind}/${object?.name}`)
}

describe('a Service whose pods are in another namespace', () => {
  const others = {'example/web.yaml': deployment(8080, undefined)}

  test('is told though pods of another file have its labels and no namespace', async () => {
    const own = {'deploy/web.yaml': [service('edge'), deployment(8080, 'shop')].join('---')}
    expect(await find('routing/other-namespace', {...own, ...others})).toEqual(['Service/web'])
  })

  test('is not where such pods are all that is beside it', async () => {
    const own = {'deploy/web.yaml': [service('edge'), deployment(8080, undefined)].join('---'), 'deploy/namespace.yaml': service('edge')}
    expect(await find('routing/other-namespace', {...own, ...others})).toEqual([])
  })
})

describe('a policy for pods that are defined more than once, elsewhere', () => {
  const policies = (port: number) => ({'policies/web.yaml': policy(port)})

  test('is held to the ports that one of them has', async () => {
    const pods = {'base/web.yaml': deployment(8080, 'shop'), 'release/web.yaml': deployment(8081, 'shop')}
    expect(await find('policy/undeclared-port', {...pods, ...policies(9090)})).toEqual(['NetworkPolicy/web'])
    expect(await find('policy/undeclared-port', {...pods, ...policies(8081)})).toEqual([])
  })

  test("is told that it names the Service's port", async () => {
    const manifests = [service('shop'), deployment(8080, 'shop')].join('---')
    const pods = {'base/web.yaml': manifests, 'release/web.yaml': manifests}
    expect(await find('policy/service-port', {...pods, ...policies(80)})).toEqual(['NetworkPolicy/web'])
    expect(await find('policy/service-port', {...pods, ...policies(8080)})).toEqual([])
  })
})

describe('a Service that each variant of a tree has', () => {
  const variant = (targetPort: string, kind: string, port: string) => `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: ${targetPort}}]
---
apiVersion: apps/v1
kind: ${kind}
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: "web:1", ports: [{name: ${port}, containerPort: 8080}]}]}
`

  test('is not held to the ports of pods of another', async () => {
    const files = {'aws/web.yaml': variant('plain', 'Deployment', 'plain'), 'bare/web.yaml': variant('http', 'DaemonSet', 'http')}
    expect(await find('routing/target-port-*', files)).toEqual([])
  })

  test('is held to those of its own', async () => {
    const files = {'aws/web.yaml': variant('plain', 'Deployment', 'http'), 'bare/web.yaml': variant('http', 'DaemonSet', 'http')}
    expect(await find('routing/target-port-*', files)).toEqual(['Service/web'])
  })
})

describe('a selector whose word stands under another key', () => {
  const pods = (key: string) => deployment(8080, 'shop').replaceAll('{app: web}', `{${key}: web}`)
  const component = service('shop').replace('{app: web}', '{component: web}')

  test('is no misspelling of labels of another manifest', async () => {
    expect(await find('routing/selector', {'a/web.yaml': service('shop'), 'b/web.yaml': pods('component')})).toEqual([])
  })

  test('is one in the same manifest, and where the keys are nearly one', async () => {
    expect(await find('routing/selector', {'a/web.yaml': [service('shop'), pods('component')].join('---')})).toEqual(['Service/web'])
    expect(await find('routing/selector', {'a/web.yaml': component, 'b/web.yaml': pods('componet')})).toEqual(['Service/web'])
  })
})
