import {describe, expect, test} from 'vitest'
import {judge} from '../../../src/questions/resolve/judgement.ts'
import {clusterOf, runningPod, service, together, workload} from '../../manifest.ts'

/** The judgement of the first Service. */
function judged(texts: string | Readonly<Record<string, string>>, namespace?: string) {
  const cluster = clusterOf(texts, namespace)
  const [first] = cluster.services
  if (!first) throw new Error('the test has no Service')
  return judge(cluster, first)
}

describe('a Service whose selector finds its pods', () => {
  test('is resolved, with one endpoint for a Deployment and its replicas', () => {
    const {verdict, backends} = judged(together(service('web'), workload('web', {replicas: 3})))
    expect(verdict).toBe('resolved')
    expect(backends.endpoints).toMatchObject([
      {port: 80, replicas: 3, target: {kind: 'Deployment', name: 'web'}, ready: null, address: null},
    ])
  })

  test('lists the pods of a StatefulSet one by one, from ordinals.start', () => {
    const set = JSON.parse(workload('db', {kind: 'StatefulSet', replicas: 2}))
    set.spec.ordinals = {start: 5}
    const {backends} = judged(together(service('db'), JSON.stringify(set)))
    expect(backends.endpoints.map((endpoint) => endpoint.target)).toEqual([
      {kind: 'Pod', namespace: 'default', name: 'db-5'},
      {kind: 'Pod', namespace: 'default', name: 'db-6'},
    ])
  })

  test('a StatefulSet of more than 100 is one endpoint', () => {
    const {backends} = judged(together(service('db'), workload('db', {kind: 'StatefulSet', replicas: 101})))
    expect(backends.endpoints).toMatchObject([{replicas: 101, target: {kind: 'StatefulSet'}}])
  })

  test('finds the one pod that statefulset.kubernetes.io/pod-name names', () => {
    const selector = {app: 'db', 'statefulset.kubernetes.io/pod-name': 'db-1'}
    const {verdict, backends} = judged(together(service('primary', {selector}), workload('db', {kind: 'StatefulSet', replicas: 3})))
    expect(verdict).toBe('resolved')
    expect(backends.pods.map((pod) => pod.target.name)).toEqual(['db-1'])
  })

  test('takes the pods of the input, not the template, where both are there', () => {
    const owner = {ownerReferences: [{kind: 'ReplicaSet', name: 'web-5d9', controller: true}]}
    const pod = runningPod('web-5d9-x', {app: 'web', 'pod-template-hash': '5d9'}, {}, owner)
    const {backends} = judged(together(service('web'), workload('web', {replicas: 3}), pod))
    expect(backends.endpoints).toMatchObject([
      {address: '10.244.0.9', target: {kind: 'Pod', name: 'web-5d9-x'}, workload: {kind: 'Deployment', name: 'web'}},
    ])
  })
})

describe('ports', () => {
  test('a name that one of two workloads lacks makes it partial, with the gap', () => {
    const ports = [{port: 80, targetPort: 'http'}]
    const text = together(
      service('web', {ports}),
      workload('a', {labels: {app: 'web'}, ports: [{name: 'http', containerPort: 8080}]}),
      workload('b', {labels: {app: 'web'}, ports: [{name: 'web', containerPort: 8080}]}),
    )
    const {verdict, cause} = judged(text)
    expect(verdict).toBe('partial')
    expect(cause).toMatchObject({
      kind: 'target-port',
      of: 2,
      gaps: [{pod: {target: {name: 'b'}}, reason: {kind: 'no-such-name', names: ['web']}}],
    })
  })

  test('a name that no pod has makes it empty', () => {
    expect(judged(together(service('web', {ports: [{port: 80, targetPort: 'http'}]}), workload('web')))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'target-port'},
    })
  })

  test('one of two Service ports that leads nowhere makes it partial', () => {
    const ports = [
      {name: 'a', port: 80},
      {name: 'b', port: 81, targetPort: 'nope'},
    ]
    expect(judged(together(service('web', {ports}), workload('web'))).verdict).toBe('partial')
  })

  test('a headless Service without ports is resolved by its pods alone', () => {
    expect(judged(together(service('web', {clusterIP: 'None', ports: undefined}), workload('web')))).toMatchObject({
      verdict: 'resolved',
      backends: {endpoints: [{port: null}]},
    })
  })
})

describe('readiness', () => {
  const notReady = {conditions: [{type: 'Ready', status: 'False'}]}

  test('no ready pod makes it empty', () => {
    expect(judged(together(service('web'), runningPod('a', {app: 'web'}, notReady)))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'not-ready'},
    })
  })

  test('some unready pods make it partial', () => {
    const text = together(service('web'), runningPod('a', {app: 'web'}, notReady), runningPod('b', {app: 'web'}))
    expect(judged(text)).toMatchObject({verdict: 'partial', cause: {kind: 'not-ready', of: 2}})
  })

  test('publishNotReadyAddresses makes unready endpoints ready, but not serving', () => {
    const {verdict, backends} = judged(together(service('web', {publishNotReadyAddresses: true}), runningPod('a', {app: 'web'}, notReady)))
    expect(verdict).toBe('resolved')
    expect(backends.endpoints).toMatchObject([{ready: true, serving: false, terminating: false}])
  })

  const ending = runningPod('a', {app: 'web'}, {}, {deletionTimestamp: '2026-01-01T00:00:00Z'})

  test('a terminating pod that still serves is used where no other is ready, but it is not ready', () => {
    const {verdict, cause, backends} = judged(together(service('web'), ending))
    expect(backends.endpoints).toMatchObject([{ready: false, serving: true, terminating: true}])
    expect({verdict, cause: cause?.kind}).toEqual({verdict: 'partial', cause: 'terminating'})
  })

  test('DNS answers for a headless Service with ready pods only', () => {
    expect(judged(together(service('web', {clusterIP: 'None'}), ending))).toMatchObject({verdict: 'empty', cause: {kind: 'terminating'}})
  })

  test('what alone keeps every pod from being reached is the cause, not a port that is wrong besides', () => {
    const ports = [
      {name: 'a', port: 80},
      {name: 'b', port: 81, targetPort: 'nope'},
    ]
    expect(judged(together(service('web', {ports}), runningPod('a', {app: 'web'}, notReady)))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'not-ready'},
    })
  })

  test('finished pods and pods without address are in no slice', () => {
    expect(judged(together(service('web'), runningPod('a', {app: 'web'}, {phase: 'Succeeded'})))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'finished'},
    })
    const pending = {phase: 'Pending', podIP: undefined, podIPs: undefined}
    expect(judged(together(service('web'), runningPod('a', {app: 'web'}, pending)))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'no-address'},
    })
  })

  test('a Pod manifest that was never applied states no readiness', () => {
    const pod = JSON.parse(runningPod('a', {app: 'web'}))
    delete pod.status
    delete pod.metadata.uid
    expect(judged(together(service('web'), JSON.stringify(pod)))).toMatchObject({
      verdict: 'resolved',
      backends: {endpoints: [{ready: null, address: null}]},
    })
  })

  test('replicas 0 make it empty', () => {
    expect(judged(together(service('web'), workload('web', {replicas: 0})))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'scaled-to-zero'},
    })
  })
})

describe('a selector that selects nothing', () => {
  test('differs by a typo', () => {
    const {verdict, cause} = judged(
      together(
        service('checkout', {selector: {app: 'chekout', tier: 'web'}}),
        workload('checkout', {labels: {app: 'checkout', tier: 'web'}}),
      ),
    )
    expect(verdict).toBe('empty')
    expect(cause).toMatchObject({
      kind: 'labels',
      miss: {differences: [{key: 'app', expected: 'chekout', actual: 'checkout', likeness: 'typo'}]},
    })
  })

  test('differs by case', () => {
    expect(judged(together(service('web', {selector: {app: 'Web'}}), workload('web')))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'labels', miss: {differences: [{likeness: 'case'}]}},
    })
  })

  test('names another key than the pods', () => {
    expect(judged(together(service('web', {selector: {'k8s-app': 'web'}}), workload('web')))).toMatchObject({
      cause: {kind: 'labels', miss: {differences: [{likeness: 'key', actualKey: 'app'}]}},
    })
  })

  test('asks for one label too many', () => {
    expect(judged(together(service('web', {selector: {app: 'web', tier: 'front'}}), workload('web')))).toMatchObject({
      cause: {kind: 'labels', miss: {equal: 1, differences: [{key: 'tier', actual: null}]}},
    })
  })

  test('a version is another version, not a typo', () => {
    expect(
      judged(together(service('web', {selector: {app: 'web', version: 'v2'}}), workload('web', {labels: {app: 'web', version: 'v1'}}))),
    ).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'labels', miss: {differences: [{key: 'version', likeness: undefined}]}},
    })
  })

  test('has the labels of the workload, which its template lacks', () => {
    expect(judged(together(service('web', {selector: {tier: 'front'}}), workload('web', {own: {tier: 'front'}})))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'labels-not-on-template', workload: {name: 'web'}},
    })
  })

  test('has its pods in another namespace', () => {
    const text = together(service('web', {}, 'a'), workload('web', {namespace: 'b'}), workload('other', {namespace: 'a'}))
    expect(judged(text)).toMatchObject({verdict: 'empty', cause: {kind: 'other-namespace', pods: [{namespace: 'b'}]}})
  })

  test("can't be told where only one side names its namespace", () => {
    const text = together(service('web', {}, 'a'), workload('web'))
    expect(judged(text)).toMatchObject({verdict: 'unknown', cause: {hidden: {kind: 'unstated-namespace', namespace: 'a'}}})
    expect(judged(text, 'a').verdict).toBe('resolved')
  })

  test('resembles nothing', () => {
    expect(judged(together(service('web'), workload('database')))).toMatchObject({verdict: 'empty', cause: {kind: 'nothing-like-it'}})
  })

  test("can't be told where the input has no workload at all", () => {
    expect(judged(service('web'))).toMatchObject({verdict: 'unknown', cause: {hidden: {kind: 'no-workloads'}}})
  })

  test('in a listing of a running cluster is empty all the same', () => {
    const live = JSON.parse(service('web'))
    live.metadata.uid = 'u'
    expect(judged(together(JSON.stringify(live), runningPod('other', {app: 'database'})))).toMatchObject({verdict: 'empty'})
  })

  test('needs a label that a controller sets at run time', () => {
    expect(judged(together(service('web', {selector: {app: 'web', 'pod-template-hash': 'abc'}}), workload('web')))).toMatchObject({
      verdict: 'unknown',
      cause: {hidden: {kind: 'runtime-label', keys: ['pod-template-hash']}},
    })
  })

  test('contradicts a template, whatever the controller adds', () => {
    expect(
      judged(together(service('web', {selector: {app: 'webs', 'pod-template-hash': 'abc'}}), workload('web', {labels: {app: 'batch'}}))),
    ).toMatchObject({
      verdict: 'empty',
    })
  })

  test('is changed by the kustomization that lists it', () => {
    const kustomization = JSON.stringify({
      kind: 'Kustomization',
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      resources: ['svc.yaml', 'deploy.yaml'],
      commonLabels: {app: 'web'},
    })
    const files = {
      'base/kustomization.yaml': kustomization,
      'base/svc.yaml': service('web', {selector: {app: 'old'}}),
      'base/deploy.yaml': workload('web', {labels: {x: 'y'}}),
    }
    expect(judged(files)).toMatchObject({verdict: 'unknown', cause: {hidden: {kind: 'kustomize'}}})
  })
})

describe('a Service without selector', () => {
  const slice = (ports: unknown, extra: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {name: 'db-1', labels: {'kubernetes.io/service-name': 'db'}},
      addressType: 'IPv4',
      endpoints: [{addresses: ['192.168.7.10']}],
      ports,
      ...extra,
    })
  const bare = service('db', {selector: undefined, ports: [{name: 'sql', port: 5432}]})
  const endpoints = (metadata: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {name: 'db', ...metadata},
      subsets: [{addresses: [{ip: '192.168.7.11'}], ports: [{name: 'sql', port: 5432}]}],
    })

  test('is answered from its EndpointSlice; absent conditions mean ready', () => {
    expect(judged(together(bare, slice([{name: 'sql', port: 5433}])))).toMatchObject({
      verdict: 'resolved',
      backends: {endpoints: [{address: '192.168.7.10', port: 5433, portName: 'sql', ready: true, serving: true, terminating: false}]},
    })
  })

  test('needs the same port name in the slice', () => {
    expect(judged(together(bare, slice([{name: 'postgres', port: 5432}])))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'slice-port', ports: ['sql']},
    })
  })

  test('is answered from its Endpoints, as they are mirrored', () => {
    expect(judged(together(bare, endpoints()))).toMatchObject({verdict: 'resolved', backends: {endpoints: [{address: '192.168.7.11'}]}})
  })

  test('Endpoints that say so are not mirrored', () => {
    expect(judged(together(bare, endpoints({labels: {'endpointslice.kubernetes.io/skip-mirror': 'true'}}))).verdict).toBe('unknown')
  })

  test('an unready endpoint is no endpoint', () => {
    const text = together(
      bare,
      slice([{name: 'sql', port: 5432}], {endpoints: [{addresses: ['192.168.7.10'], conditions: {ready: false}}]}),
    )
    expect(judged(text)).toMatchObject({verdict: 'empty', cause: {kind: 'no-endpoints'}})
  })

  test("can't be told without any slice, not even in a running cluster", () => {
    expect(judged(bare)).toMatchObject({verdict: 'unknown', cause: {hidden: {kind: 'endpoints-written-elsewhere'}}})
    const live = JSON.parse(bare)
    live.metadata.uid = 'u'
    expect(judged(JSON.stringify(live)).verdict).toBe('unknown')
  })

  test('an empty selector is none', () => {
    expect(judged(together(service('db', {selector: {}, ports: [{name: 'sql', port: 5432}]}), endpoints())).verdict).toBe('resolved')
  })

  test('Endpoints beside a selector count for nothing, a slice written by hand does', () => {
    const selecting = service('db', {ports: [{name: 'sql', port: 5432}]})
    const nothing = judged(together(selecting, endpoints(), workload('other')))
    expect(nothing).toMatchObject({verdict: 'empty', backends: {endpoints: []}})
    expect(judged(together(selecting, slice([{name: 'sql', port: 5432}])))).toMatchObject({
      backends: {endpoints: [{address: '192.168.7.10'}]},
    })
  })
})

describe('IP families', () => {
  const dual = {podIP: '10.0.0.1', podIPs: [{ip: '10.0.0.1'}, {ip: 'fd00::1'}]}
  const addresses = (spec: Readonly<Record<string, unknown>>) =>
    judged(together(service('web', spec), runningPod('a', {app: 'web'}, dual))).backends.endpoints.map(({address}) => address)

  test('a Service reaches the addresses of its own families', () => {
    expect(addresses({ipFamilies: ['IPv6']})).toEqual(['fd00::1'])
    expect(addresses({ipFamilies: ['IPv4', 'IPv6']})).toEqual(['10.0.0.1', 'fd00::1'])
    expect(addresses({})).toEqual(['10.0.0.1'])
  })

  test('a pod without an address of the family is in no slice', () => {
    expect(judged(together(service('web', {ipFamilies: ['IPv6']}), runningPod('a', {app: 'web'})))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'ip-family'},
    })
  })
})

describe('a headless Service', () => {
  test('answers with addresses although a named port leads nowhere', () => {
    const spec = {clusterIP: 'None', ports: [{name: 'p', port: 80, targetPort: 'nope'}]}
    expect(judged(together(service('web', spec), runningPod('a', {app: 'web'})))).toMatchObject({
      verdict: 'partial',
      cause: {kind: 'target-port'},
      backends: {endpoints: [{address: '10.244.0.9', port: null}]},
    })
  })
})

describe('the objects of a running cluster', () => {
  const live = (text: string, status?: object) => {
    const object = JSON.parse(text)
    return JSON.stringify({...object, metadata: {...object.metadata, uid: `uid-${object.kind}-${object.metadata.name}`}, status})
  }

  test('a workload that is scaled to zero is the cause, pods listed or not', () => {
    const objects = [live(service('web')), live(workload('web', {replicas: 0}), {replicas: 0})]
    expect(judged(together(...objects))).toMatchObject({verdict: 'empty', cause: {kind: 'scaled-to-zero'}})
    expect(judged(together(...objects, runningPod('other', {app: 'x'})))).toMatchObject({verdict: 'empty', cause: {kind: 'scaled-to-zero'}})
  })

  test('a workload that should have pods and has none has created none', () => {
    const objects = [live(service('web')), live(workload('web', {replicas: 2}), {unavailableReplicas: 2})]
    expect(judged(together(...objects))).toMatchObject({verdict: 'empty', cause: {kind: 'not-created'}})
    const counted = [live(service('web')), live(workload('web', {replicas: 2}), {replicas: 2, readyReplicas: 2})]
    expect(judged(together(...counted, runningPod('other', {app: 'x'})))).toMatchObject({verdict: 'empty', cause: {kind: 'not-created'}})
  })

  test('without its pods a workload is as ready as its status counts', () => {
    const {verdict, backends} = judged(
      together(live(service('web')), live(workload('web', {replicas: 3}), {replicas: 3, readyReplicas: 1})),
    )
    expect(verdict).toBe('partial')
    expect(backends.endpoints).toMatchObject([
      {replicas: 1, ready: true},
      {replicas: 2, ready: false},
    ])
  })

  test('pods that are listed in one namespace say nothing about another', () => {
    const web = JSON.parse(workload('web', {namespace: 'b', replicas: 2}))
    const objects = [
      live(service('web', {}, 'b')),
      live(JSON.stringify(web), {replicas: 2, readyReplicas: 2}),
      runningPod('x', {app: 'web'}, {}, {namespace: 'a'}),
    ]
    expect(judged(together(...objects))).toMatchObject({verdict: 'resolved', backends: {endpoints: [{replicas: 2, ready: true}]}})
  })

  test('a typo is a typo, live as offline', () => {
    const objects = [
      live(service('web', {selector: {app: 'webserverr'}})),
      live(workload('webserver', {replicas: 0}), {replicas: 0}),
      runningPod('x', {app: 'y'}),
    ]
    expect(judged(together(...objects))).toMatchObject({verdict: 'empty', cause: {kind: 'labels'}})
  })
})

describe('doubt', () => {
  test('a name that only resembles another is no typo where both are Services of their own', () => {
    const text = together(service('loader'), service('leader'), workload('leader'))
    expect(judged(text)).toMatchObject({verdict: 'empty', cause: {kind: 'nothing-like-it'}})
  })

  test('a custom resource that shares a generic label does not hide a typo', () => {
    const widget = JSON.stringify({
      apiVersion: 'x.io/v1',
      kind: 'Widget',
      metadata: {name: 'w'},
      spec: {template: {metadata: {labels: {env: 'prod'}}, spec: {containers: [{name: 'c', image: 'i'}]}}},
    })
    const text = together(
      service('checkout', {selector: {env: 'prod', app: 'chekout'}}),
      widget,
      workload('checkout', {labels: {env: 'prod', app: 'checkout'}}),
    )
    expect(judged(text)).toMatchObject({verdict: 'empty', cause: {kind: 'labels'}})
  })

  test('the right near miss is found in a crowd that shares a label', () => {
    const crowd = Array.from({length: 300}, (_, index) => workload(`w${index}`, {labels: {env: 'prod', app: `other-${index}`}}))
    const text = together(
      service('checkout', {selector: {env: 'prodd', app: 'checkout'}}),
      ...crowd,
      workload('checkout', {labels: {env: 'prod', app: 'checkout'}}),
    )
    expect(judged(text)).toMatchObject({cause: {kind: 'labels', miss: {pod: {target: {name: 'checkout'}}}}})
  })

  test('a patch that a kustomization lists may change labels, an image does not', () => {
    const kustomization = (patch: string) =>
      JSON.stringify({kind: 'Kustomization', apiVersion: 'kustomize.config.k8s.io/v1beta1', resources: ['all.yaml'], patches: [{patch}]})
    const all = together(service('web', {selector: {app: 'web', tier: 'front'}}), workload('web'))
    expect(
      judged({
        'k/all.yaml': all,
        'k/kustomization.yaml': kustomization('[{op: add, path: /spec/template/metadata/labels/tier, value: front}]'),
      }).verdict,
    ).toBe('unknown')
    expect(
      judged({'k/all.yaml': all, 'k/kustomization.yaml': kustomization('[{op: replace, path: /spec/replicas, value: 3}]')}).verdict,
    ).toBe('empty')
  })

  test('a kustomization that puts both into one namespace settles it elsewhere', () => {
    const kustomization = JSON.stringify({
      kind: 'Kustomization',
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      resources: ['all.yaml'],
      namespace: 'prod',
    })
    const all = together(service('web', {}, 'a'), workload('web', {namespace: 'b'}))
    expect(judged({'k/all.yaml': all, 'k/kustomization.yaml': kustomization})).toMatchObject({
      verdict: 'unknown',
      cause: {hidden: {kind: 'kustomize'}},
    })
    expect(judged({'k/all.yaml': all}).verdict).toBe('empty')
  })

  test('a number that no pod of the StatefulSet has', () => {
    const selector = {app: 'db', 'statefulset.kubernetes.io/pod-name': 'db-7'}
    expect(judged(together(service('one', {selector}), workload('db', {kind: 'StatefulSet', replicas: 2})))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'no-such-ordinal'},
    })
  })

  test('an Argo Rollout takes its template from the Deployment that it references', () => {
    const rollout = JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: {name: 'ro'},
      spec: {replicas: 3, workloadRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'}},
    })
    expect(judged(together(service('web'), workload('web', {replicas: 0}), rollout))).toMatchObject({
      verdict: 'resolved',
      backends: {endpoints: [{replicas: 3, target: {kind: 'Rollout'}}]},
    })
  })

  test('KEDA starts what is scaled to zero', () => {
    const scaled = JSON.stringify({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: {name: 's'},
      spec: {scaleTargetRef: {name: 'web'}},
    })
    expect(judged(together(service('web'), workload('web', {replicas: 0}), scaled))).toMatchObject({
      verdict: 'unknown',
      cause: {hidden: {kind: 'autoscaled'}},
    })
  })

  test('a slice that was meant for a Service without selector', () => {
    const slice = (metadata: object) =>
      JSON.stringify({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata,
        addressType: 'IPv4',
        endpoints: [{addresses: ['192.168.7.10']}],
        ports: [{port: 80}],
      })
    const bare = service('db', {selector: undefined}, 'a')
    expect(judged(together(bare, slice({name: 'db-1', namespace: 'a'})))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'stray-slice', fault: 'label'},
    })
    expect(judged(together(bare, slice({name: 'x', namespace: 'b', labels: {'kubernetes.io/service-name': 'db'}})))).toMatchObject({
      cause: {kind: 'stray-slice', fault: 'namespace'},
    })
    const fqdn = JSON.parse(slice({name: 'x', namespace: 'a', labels: {'kubernetes.io/service-name': 'db'}}))
    expect(judged(together(bare, JSON.stringify({...fqdn, addressType: 'FQDN'})))).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'no-endpoints', slices: [{addressType: 'FQDN'}]},
    })
  })

  test('labels named as what every object inherits are ordinary labels', () => {
    const text = together(
      service('web', {selector: {app: 'web', constructor: 'x'}}),
      workload('web'),
      JSON.stringify({apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', metadata: {name: 'p'}}),
    )
    expect(judged(text)).toMatchObject({
      verdict: 'empty',
      cause: {kind: 'labels', miss: {differences: [{key: 'constructor', actual: null}]}},
    })
  })
})

describe('an ExternalName', () => {
  test('is external, whatever its selector', () => {
    expect(judged(service('x', {type: 'ExternalName', externalName: 'db.example.com'}))).toMatchObject({
      verdict: 'external',
      backends: {endpoints: []},
    })
  })
})

describe('several definitions of one workload', () => {
  test('the one nearest to the Service counts, not every one', () => {
    const files = {
      'dev/web.yaml': together(service('web'), workload('web', {replicas: 1})),
      'prod/web.yaml': workload('web', {replicas: 9}),
    }
    expect(judged(files).backends.endpoints).toMatchObject([{replicas: 1}])
  })

  test('a nearer definition that does not fit hides one further away that does', () => {
    const files = {
      'dev/svc.yaml': service('web'),
      'dev/web.yaml': workload('web', {labels: {app: 'wbe'}}),
      'prod/web.yaml': workload('web'),
    }
    expect(judged(files).verdict).toBe('empty')
  })
})
