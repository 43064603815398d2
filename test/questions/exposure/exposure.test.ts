import {describe, expect, test} from 'vitest'
import {documentOf, validatorOf} from '../../schema.ts'
import {askExposure, clusterWith, namespace, policy, service, waysOf, workload} from './asking.ts'

const AZURE = {said: {cloud: {name: 'azure', evidence: 'said by --cloud'}}} as const
const PRIVATE_NODES = {nodes: {addresses: 'private', evidence: 'said by --nodes'}} as const

const balanced = (name: string, spec: object = {}, metadata: object = {}) => ({
  ...service(name, {type: 'LoadBalancer', externalTrafficPolicy: 'Local', ...spec}),
  metadata: {name, namespace: 'shop', ...metadata},
})
const from = (...peers: readonly object[]) => [{from: peers}]
const block = (cidr: string, except?: readonly string[]) => ({ipBlock: {cidr, ...(except && {except})}})
const pods = (app: string) => ({podSelector: {matchLabels: {app}}})
const ofNamespace = (name: string) => ({namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': name}}})

function ways(...objects: readonly object[]): readonly string[] {
  return waysOf(askExposure(clusterWith(...objects), '', AZURE).data)
}

function reachOf(...objects: readonly object[]): string | undefined {
  return askExposure(clusterWith(...objects), '', AZURE).data.services.find(({name}) => name === 'web')?.reach
}

describe('who is left when policies have had their say, from outside', () => {
  const web = [workload('web'), balanced('web', {allocateLoadBalancerNodePorts: false})]

  test('is the block that a rule names, and the policy is told', () => {
    const cluster = clusterWith(...web, policy('partner', 'web', from(block('203.0.113.0/24'))))
    const [entry] = askExposure(cluster, '', AZURE).data.services[0]?.entries ?? []
    expect(entry).toMatchObject({via: 'LoadBalancer', reach: 'internet', sources: ['203.0.113.0/24'], narrowedBy: ['shop/partner']})
  })

  test('is what the load balancer and the policy have in common', () => {
    const both = (ranges: readonly string[], cidr: string) =>
      ways(
        workload('web'),
        balanced('web', {allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: ranges}),
        policy('p', 'web', from(block(cidr))),
      ).find((way) => way.startsWith('LoadBalancer'))
    expect(both(['203.0.113.0/24', '198.51.100.0/24'], '203.0.113.0/25')).toBe('LoadBalancer internet 203.0.113.0/25')
    expect(both(['203.0.113.0/25'], '203.0.113.0/24')).toBe('LoadBalancer internet 203.0.113.0/25')
    expect(both(['203.0.113.0/24'], '198.51.100.0/24')).toBe('LoadBalancer none')
  })

  test('is a private network where a public address lets nothing else in', () => {
    expect(ways(...web, policy('vpn', 'web', from(block('10.0.0.0/8'))))[0]).toBe('LoadBalancer network 10.0.0.0/8')
    expect(
      ways(
        workload('web'),
        balanced('web', {allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: ['10.0.0.0/8', '203.0.113.0/24']}),
        policy('p', 'web', from(block('0.0.0.0/0', ['203.0.113.0/24']))),
      )[0],
    ).toBe('LoadBalancer network 10.0.0.0/8')
  })

  test('cannot be told where the pods may see the address of a node', () => {
    const cluster = clusterWith(
      workload('web'),
      balanced('web', {externalTrafficPolicy: 'Cluster', allocateLoadBalancerNodePorts: false}),
      policy('deny', 'web', undefined),
    )
    const [entry] = askExposure(cluster, '', AZURE).data.services[0]?.entries ?? []
    expect(entry).toMatchObject({via: 'LoadBalancer', reach: 'unknown', perhaps: 'internet', sources: []})
    expect(entry?.question).toBe(
      "does shop/deny keep clients out? whether policies see the node's address or the client's is left to the network plugin: externalTrafficPolicy Local settles it",
    )
  })

  test('is what the pods that are not ready yet would let in', () => {
    const starting = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'web-1', namespace: 'shop', uid: 'u', labels: {app: 'web'}},
      spec: {containers: [{name: 'app', image: 'app:1'}]},
      status: {phase: 'Running', podIP: '10.244.0.9', podIPs: [{ip: '10.244.0.9'}], conditions: [{type: 'Ready', status: 'False'}]},
    }
    expect(ways(starting, web[1] ?? {}, policy('deny', 'web', undefined))).toEqual(['LoadBalancer none', 'ClusterIP none'])
  })

  test('is who is meant to, where there is no pod at all', () => {
    const remarksOf = (...objects: readonly object[]) => {
      const [web] = askExposure(clusterWith(balanced('web'), ...objects), 'svc/web', AZURE).data.services
      expect(web?.reach).toBe('internet')
      return (web?.entries ?? []).map(({remarks}) => remarks)
    }
    // Of the namespace the input has pods, and none of this Service; in the other case they may all stand elsewhere.
    expect(new Set(remarksOf(workload('other')).flat())).toEqual(new Set(['no endpoint now']))
    expect(remarksOf(workload('other')).every(({length}) => length === 1)).toBe(true)
    expect(remarksOf().flat()).toEqual([])
  })
})

describe('who is left inside', () => {
  const web = [workload('web'), service('web'), namespace('shop'), namespace('ops', {team: 'ops'})]

  test('is told by name where a rule names pods, whether they are there or not', () => {
    expect(ways(...web, policy('p', 'web', from(pods('api'))))).toEqual(['ClusterIP namespace app=api of namespace shop'])
    expect(ways(...web, policy('p', 'web', from(ofNamespace('ops'))))).toEqual(['ClusterIP cluster any pod of namespace ops'])
    expect(ways(...web, policy('p', 'web', from(ofNamespace('not-here'))))).toEqual(['ClusterIP cluster any pod of namespace not-here'])
    expect(ways(...web, policy('p', 'web', from({namespaceSelector: {matchLabels: {team: 'nobody'}}})))).toEqual([
      'ClusterIP cluster any pod of namespaces team=nobody',
    ])
  })

  test('is nobody beyond the namespace that a selector of namespaces means itself', () => {
    expect(ways(...web, policy('p', 'web', from(ofNamespace('shop'))))).toEqual(['ClusterIP namespace any pod of namespace shop'])
  })

  test('is nobody where a policy selects the pods and lets nobody in', () => {
    expect(ways(...web, policy('deny', 'web', undefined))).toEqual(['ClusterIP none'])
    const {tables} = askExposure(clusterWith(...web, policy('deny', 'web', undefined)))
    expect(tables[0]?.rows[0]?.at(-1)).toEqual(['nobody: shop/deny'])
  })

  test('is every pod where all namespaces are named, or everybody', () => {
    for (const peers of [[{namespaceSelector: {}}], [block('0.0.0.0/0')]])
      expect(ways(...web, policy('p', 'web', from(...peers)))).toEqual(['ClusterIP cluster'])
    expect(ways(...web, policy('p', 'web', [{}]))).toEqual(['ClusterIP cluster'])
  })

  test('leads out of the cluster again by an Ingress to an ExternalName, whatever policies say', () => {
    const backend = {service: {name: 'web', port: {number: 80}}}
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {name: 'main', namespace: 'shop'},
      spec: {ingressClassName: 'edge', rules: [{http: {paths: [{path: '/', pathType: 'Prefix', backend}]}}]},
    }
    const outer = service('web', {type: 'ExternalName', externalName: 'example.com', selector: undefined})
    const said = {classes: new Map([['edge', 'public' as const]])}
    const {services} = askExposure(clusterWith(outer, ingress, policy('deny', 'web', undefined)), '', {said}).data
    expect(services[0]?.reach).toBe('internet')
    expect(services[0]?.entries.map(({via, reach, targetPorts}) => ({via, reach, targetPorts}))).toEqual([
      {via: 'Ingress', reach: 'internet', targetPorts: []},
    ])
  })

  test('may be some whom a policy of the cluster denies, which is a remark', () => {
    const admin = {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: {name: 'strict'},
      spec: {
        priority: 1,
        subject: {namespaces: {}},
        ingress: [{action: 'Deny', from: [{namespaces: {matchLabels: {team: 'ops'}}}]}],
      },
    }
    const [entry] = askExposure(clusterWith(...web, admin)).data.services[0]?.entries ?? []
    expect(entry).toMatchObject({reach: 'cluster', remarks: ['AdminNetworkPolicy strict may keep some pods out']})
  })
})

describe('an Ingress', () => {
  const controller = [
    workload('ingress-nginx-controller', {
      in: 'ingress-nginx',
      image: 'registry.k8s.io/ingress-nginx/controller:v1.13.0',
      pod: {
        containers: [
          {
            name: 'controller',
            image: 'registry.k8s.io/ingress-nginx/controller:v1.13.0',
            args: ['/nginx-ingress-controller', '--publish-service=$(POD_NAMESPACE)/ingress-nginx-controller', '--ingress-class=nginx'],
            ports: [
              {name: 'http', containerPort: 80},
              {name: 'https', containerPort: 443},
            ],
          },
        ],
      },
    }),
    service(
      'ingress-nginx-controller',
      {
        type: 'LoadBalancer',
        ports: [
          {name: 'http', port: 80, targetPort: 'http'},
          {name: 'https', port: 443, targetPort: 'https'},
        ],
      },
      'ingress-nginx',
    ),
    {apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: {name: 'nginx'}, spec: {controller: 'k8s.io/ingress-nginx'}},
    namespace('shop'),
    namespace('ingress-nginx'),
  ]
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name: 'main', namespace: 'shop'},
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'shop.example',
          http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 'web', port: {number: 80}}}}]},
        },
      ],
    },
  }
  const web = [workload('web'), service('web'), ingress, ...controller]

  test('leads on from the internet where policies let its controller in, whoever else they keep out', () => {
    expect(ways(...web).filter((way) => way.startsWith('Ingress internet'))).not.toEqual([])
    const only = policy(
      'from-nginx',
      'web',
      from({...ofNamespace('ingress-nginx'), podSelector: {matchLabels: {app: 'ingress-nginx-controller'}}}),
    )
    expect(reachOf(...web, only)).toBe('internet')
    expect(ways(...web, only)).toContain('ClusterIP cluster app=ingress-nginx-controller of namespace ingress-nginx')
  })

  test('leads to nobody where they keep its controller out', () => {
    const others = policy('own', 'web', from({podSelector: {}}))
    expect(reachOf(...web, others)).toBe('namespace')
    expect(ways(...web, others).filter((way) => way.startsWith('Ingress'))).not.toContain('Ingress internet')
    expect(ways(...web, others)).toContain('Ingress none')
  })

  test('to a Service that is not there is a finding at its place, and a note', () => {
    const report = askExposure(clusterWith(workload('web'), ingress, ...controller), '', AZURE)
    expect(report.findings).toMatchObject([
      {rule: 'routing/no-such-service', severity: 'warning', object: {kind: 'Ingress', namespace: 'shop', name: 'main'}},
    ])
    expect(report.findings[0]?.place?.origin.file).toBe('manifest.yaml')
    expect(report.notes).toEqual(expect.arrayContaining([expect.stringMatching(/^leads nowhere: Ingress shop\/main/)]))
  })
})

describe('pods past every Service', () => {
  const agent = workload('agent', {ports: [{name: 'metrics', containerPort: 9100, hostPort: 19_100}]})

  test('are rows of their own, with the port of the pod behind that of the node', () => {
    const {data} = askExposure(clusterWith(agent), '', {said: PRIVATE_NODES})
    expect(data.services).toEqual([])
    expect(data.workloads).toMatchObject([
      {
        kind: 'Deployment',
        namespace: 'shop',
        name: 'agent',
        reach: 'network',
        entries: [{via: 'HostPort', port: 19_100, targetPorts: [9100]}],
      },
    ])
  })

  test('are reached by whom their policies let in, unless they are on the network of the node', () => {
    const isolated = policy('deny', 'agent', undefined)
    const reach = (...objects: readonly object[]) =>
      askExposure(clusterWith(...objects), '', {said: PRIVATE_NODES}).data.workloads[0]?.reach
    expect(reach(agent, isolated)).toBe('none')
    expect(reach(workload('agent', {pod: {hostNetwork: true}}), isolated)).toBe('network')
  })

  test('are a way to the Service that leads to the same port', () => {
    const {data} = askExposure(clusterWith(agent, service('agent', {ports: [{port: 9100}]})), '', {said: PRIVATE_NODES})
    expect(waysOf(data, 'agent')).toEqual(['HostPort network', 'ClusterIP cluster'])
    expect(data.workloads).toEqual([])
  })
})

describe('what is asked', () => {
  const cluster = clusterWith(
    workload('web'),
    workload('db', {image: 'docker.io/library/mysql:8', ports: [{containerPort: 3306}]}),
    balanced('web', {
      ports: [
        {name: 'http', port: 80, targetPort: 8080},
        {name: 'admin', port: 9000, targetPort: 8080},
      ],
    }),
    service('db', {clusterIP: 'None', ports: [{port: 3306}]}),
    balanced('inner', {selector: {app: 'web'}}, {annotations: {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}}),
  )
  const names = (parameters: object) =>
    askExposure(cluster, '', {...AZURE, ...parameters}).data.services.map(({name, reach}) => `${name} ${reach}`)

  test('is sorted by how bad it is', () => {
    expect(names({})).toEqual(['web internet', 'db cluster', 'inner network'])
  })

  test('is only what clients from there, or from farther, can reach', () => {
    expect(names({from: 'internet'})).toEqual(['web internet'])
    expect(names({from: 'network'})).toEqual(['web internet', 'inner network'])
    expect(names({from: 'cluster'})).toEqual(['web internet', 'db cluster', 'inner network'])
  })

  test('is one Service, or a port of it', () => {
    const {data} = askExposure(cluster, 'svc/web:admin', AZURE)
    expect(data.services.map(({name, entries}) => [name, [...new Set(entries.map(({servicePort}) => servicePort))]])).toEqual([
      ['web', [9000]],
    ])
    expect(data.services[0]?.entries[0]).toMatchObject({sensitive: {what: 'admin console', level: 2}})
  })

  test('is refused for what is no Service, or is not there', () => {
    expect(() => askExposure(cluster, 'deploy/web')).toThrow('deploy/web is no Service')
    expect(() => askExposure(cluster, 'svc/wbe')).toThrow('no Service named wbe')
  })

  test('gives what the schema says', async () => {
    const isExposure = validatorOf('exposure')
    const document = await documentOf(askExposure(cluster, '', AZURE))
    isExposure(document)
    expect(isExposure.errors).toBeNull()
    expect(document.data.facts).toEqual([{name: 'cloud', value: 'azure', evidence: 'said by --cloud'}])
  })

  test('is left as a question where nothing tells which cloud it is', () => {
    const unknown = askExposure(clusterWith(workload('web'), balanced('web', {allocateLoadBalancerNodePorts: false})))
    expect(unknown.data.services).toMatchObject([{name: 'web', reach: 'unknown'}])
    expect(unknown.tables[0]?.rows[0]?.at(-1)).toEqual([expect.stringContaining('which cloud runs it?')])
  })
})
