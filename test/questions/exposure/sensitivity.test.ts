import {describe, expect, test} from 'vitest'
import {nameOfImage} from '../../../src/questions/exposure/sensitive-port.ts'
import {SENSITIVITIES} from '../../../src/questions/exposure/sensitivity.ts'
import {isAlarming, severityOf} from '../../../src/questions/exposure/severity.ts'
import {askExposure, clusterWith, service, workload} from './asking.ts'

/** What is told of the only port of a Service, by what its pods and ports are called. */
function told({image = 'registry.example/app:1', labels = {}, containerPort = 8080, name, port = 80}: Known): string | undefined {
  const cluster = clusterWith(
    workload('web', {image, labels, ports: [{containerPort}]}),
    service('web', {ports: [{port, targetPort: containerPort, ...(name !== undefined && {name})}]}),
  )
  return askExposure(cluster).data.services[0]?.entries[0]?.sensitive?.what
}

interface Known {
  readonly image?: string
  readonly labels?: object
  readonly containerPort?: number
  readonly name?: string
  readonly port?: number
}

describe('what had better not be open', () => {
  // Ports and names as the vendors' documentation has them.
  test.each<readonly [string, Known]>([
    ['database', {containerPort: 3306}],
    ['database', {port: 5432, containerPort: 15_432}],
    ['database', {image: 'docker.io/library/mongo:8@sha256:0123'}],
    ['cache', {image: 'redis'}],
    ['cache', {labels: {'app.kubernetes.io/name': 'memcached'}}],
    ['message broker', {containerPort: 5672}],
    ['admin console', {containerPort: 15_672}],
    ['search index', {containerPort: 9200}],
    ['etcd', {containerPort: 2379}],
    ['kubelet', {containerPort: 10_250}],
    ['SSH', {containerPort: 22}],
    ['RDP', {containerPort: 3389}],
    ['metrics', {name: 'http-metrics'}],
    ['dashboard', {image: 'docker.io/grafana/grafana:12.0.0'}],
    ['model server', {image: 'vllm/vllm-openai:v0.10.0'}],
    ['model server', {containerPort: 11_434}],
    ['notebook', {image: 'quay.io/jupyter/scipy-notebook'}],
    ['experiment tracker', {image: 'ghcr.io/mlflow/mlflow:v3'}],
    ['admin console', {image: 'dpage/pgadmin4'}],
  ])('%s: %j', (what, known) => {
    expect(told(known)).toBe(what)
  })

  test('is nothing that merely sounds like it', () => {
    expect(told({})).toBeUndefined()
    expect(told({image: 'registry.example/redis-proxy-ui:1'})).toBeUndefined()
    expect(told({labels: {role: 'mysql'}})).toBeUndefined()
    expect(told({name: 'http'})).toBeUndefined()
  })

  test('is what a Service is called where the input has no pod of it', () => {
    const ofService = (spec: object, labels: object = {}, name = 'web') => {
      const one = {...service(name, spec), metadata: {name, namespace: 'shop', labels}}
      return askExposure(clusterWith(one)).data.services[0]?.entries[0]?.sensitive?.what
    }
    expect(ofService({selector: {'app.kubernetes.io/name': 'argocd-server'}})).toBe('admin console')
    expect(ofService({}, {'app.kubernetes.io/name': 'redis'})).toBe('cache')
    expect(ofService({}, {}, 'grafana')).toBe('dashboard')
    expect(ofService({})).toBeUndefined()
  })

  test('is not what a Service is called where its pods say something else', () => {
    const cluster = clusterWith(
      workload('redis', {image: 'registry.example/shop:1', labels: {app: 'shop'}}),
      service('redis', {selector: {app: 'shop'}}),
    )
    expect(askExposure(cluster).data.services[0]?.entries[0]?.sensitive).toBeNull()
  })

  test('is the exporter, and not the database beside it, at a port for metrics', () => {
    expect(told({name: 'metrics', containerPort: 9104, image: 'mysql:8'})).toBe('metrics')
  })

  test('is of the container that has the port, where a pod has several', () => {
    const pod = {
      containers: [
        {name: 'app', image: 'registry.example/app:1', ports: [{containerPort: 8080}]},
        {name: 'cache', image: 'redis:7', ports: [{containerPort: 7000}]},
      ],
    }
    const at = (targetPort: number) =>
      askExposure(clusterWith(workload('web', {pod}), service('web', {ports: [{port: 80, targetPort}]}))).data.services[0]?.entries[0]
        ?.sensitive
    expect([at(8080), at(7000)?.what]).toEqual([null, 'cache'])
  })

  test.each([
    ['redis', 'redis'],
    ['docker.io/library/redis:7', 'redis'],
    ['registry.example:5000/team/redis', 'redis'],
    ['registry.example:5000/team/redis:7@sha256:abc', 'redis'],
    ['', ''],
  ])('the name of image %j is %j', (image, name) => {
    expect(nameOfImage(image)).toBe(name)
  })
})

describe('the table', () => {
  test('tells of every row where it is from', () => {
    for (const {source} of SENSITIVITIES) expect(new URL(source).protocol).toBe('https:')
  })

  test('says nothing twice, so that no row hides another', () => {
    for (const keysOf of ['ports', 'portNames', 'names'] as const) {
      const keys = SENSITIVITIES.flatMap((row): readonly (string | number)[] => row[keysOf])
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    }
  })

  test('every row can be found by something, and ports are ports', () => {
    for (const {ports, portNames, names} of SENSITIVITIES) {
      expect(ports.length + portNames.length + names.length).toBeGreaterThan(0)
      expect(ports.every((port) => Number.isInteger(port) && port > 0 && port < 65_536)).toBe(true)
      // A name of a port is an IANA service name: https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services
      expect(portNames.every((name) => /^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/.test(name))).toBe(true)
    }
  })
})

describe('how bad it is', () => {
  const database = SENSITIVITIES.find(({what}) => what === 'database')
  const metrics = SENSITIVITIES.find(({what}) => what === 'metrics')
  const at = (
    reach: 'internet' | 'network' | 'cluster' | 'namespace' | 'none' | 'unknown',
    tls: boolean | null = null,
    sources: readonly string[] = [],
  ) => ({
    reach,
    tls,
    sources,
    narrowedBy: [] as readonly string[],
  })

  test('grows with reach, with what listens there, and without TLS', () => {
    const reaches = (['none', 'namespace', 'cluster', 'network', 'unknown', 'internet'] as const).map((reach) =>
      severityOf(at(reach), undefined),
    )
    expect(reaches).toEqual([...reaches].sort((a, b) => a - b))
    expect(new Set(reaches).size).toBe(reaches.length)
    expect(severityOf(at('internet'), database)).toBeGreaterThan(severityOf(at('internet'), metrics))
    const [plain = 0, open = 0, encrypted = 0] = [false, null, true].map((tls) => severityOf(at('internet', tls), undefined))
    expect(plain).toBeGreaterThan(open)
    expect(open).toBeGreaterThan(encrypted)
    expect(severityOf(at('internet', null, ['203.0.113.0/24']), undefined)).toBeLessThan(severityOf(at('internet'), undefined))
  })

  test('is never more than 48, and nothing where nobody comes', () => {
    const worst = SENSITIVITIES.find(({level}) => level === 3)
    expect(severityOf(at('internet', false), worst)).toBe(8 * 4 * 1.5)
    expect(severityOf(at('none', false), worst)).toBe(0)
  })

  test('alarms of what hands itself over earlier than of what only tells', () => {
    if (!database || !metrics) throw new Error('no such rows')
    expect(['internet', 'network', 'cluster', 'namespace'].map((reach) => isAlarming(at(reach as 'cluster'), database))).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(['internet', 'network', 'cluster'].map((reach) => isAlarming(at(reach as 'cluster'), metrics))).toEqual([true, false, false])
    expect(isAlarming({...at('cluster'), narrowedBy: ['shop/db']}, database)).toBe(false)
  })
})
