import {describe, expect, test} from 'vitest'
import {type ServiceVariables, serviceVariables} from '../../src/network/service-variables.ts'
import {clusterOf, runningPod, service, together, workload} from '../manifest.ts'

/** The answer for the only pod of the input. */
function ask(...objects: readonly string[]): ServiceVariables {
  const cluster = clusterOf(together(...objects))
  const [pod, ...others] = cluster.pods.all
  if (!pod || others.length > 0) throw new Error('the input must have one pod')
  return serviceVariables(cluster, pod)
}

const lines = ({variables}: ServiceVariables) => variables.map(({name, value}) => `${name}=${value}`)
const hosts = ({variables}: ServiceVariables) =>
  variables.flatMap(({name, value}) => (name.endsWith('_SERVICE_HOST') ? `${name.slice(0, -13)} ${value}` : []))
const address = (clusterIP: string, more: object = {}) => ({clusterIP, clusterIPs: [clusterIP], ...more})
const pod = runningPod('client', {})
const kubernetes = service('kubernetes', address('10.0.0.1', {ports: [{name: 'https', port: 443}]}), 'default')

/** A Service that was made at a time of 2026-01-02. */
function made(at: string, name: string): string {
  const object = JSON.parse(service(name, address('10.0.0.9')))
  object.metadata.creationTimestamp = `2026-01-02T${at}Z`
  return JSON.stringify(object)
}

describe('the variables of one Service', () => {
  // https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
  test('the example of the Kubernetes documentation', () => {
    expect(lines(ask(pod, service('redis-primary', address('10.0.0.11', {ports: [{port: 6379}]}))))).toEqual([
      'REDIS_PRIMARY_SERVICE_HOST=10.0.0.11',
      'REDIS_PRIMARY_SERVICE_PORT=6379',
      'REDIS_PRIMARY_PORT=tcp://10.0.0.11:6379',
      'REDIS_PRIMARY_PORT_6379_TCP=tcp://10.0.0.11:6379',
      'REDIS_PRIMARY_PORT_6379_TCP_PROTO=tcp',
      'REDIS_PRIMARY_PORT_6379_TCP_PORT=6379',
      'REDIS_PRIMARY_PORT_6379_TCP_ADDR=10.0.0.11',
    ])
  })

  // As pkg/kubelet/envvars/envvars_test.go has it for a Service of several ports, and for an IPv6 address.
  test('every named port has a variable, and only the first has the short names', () => {
    const ports = [
      {name: 'u-d-p', port: 8083, protocol: 'UDP'},
      {name: 't-c-p', port: 8084, protocol: 'TCP'},
    ]
    expect(lines(ask(pod, service('super-ipv6', address('2001:DB8::', {ports}))))).toEqual([
      'SUPER_IPV6_SERVICE_HOST=2001:DB8::',
      'SUPER_IPV6_SERVICE_PORT=8083',
      'SUPER_IPV6_SERVICE_PORT_U_D_P=8083',
      'SUPER_IPV6_SERVICE_PORT_T_C_P=8084',
      'SUPER_IPV6_PORT=udp://[2001:DB8::]:8083',
      'SUPER_IPV6_PORT_8083_UDP=udp://[2001:DB8::]:8083',
      'SUPER_IPV6_PORT_8083_UDP_PROTO=udp',
      'SUPER_IPV6_PORT_8083_UDP_PORT=8083',
      'SUPER_IPV6_PORT_8083_UDP_ADDR=2001:DB8::',
      'SUPER_IPV6_PORT_8084_TCP=tcp://[2001:DB8::]:8084',
      'SUPER_IPV6_PORT_8084_TCP_PROTO=tcp',
      'SUPER_IPV6_PORT_8084_TCP_PORT=8084',
      'SUPER_IPV6_PORT_8084_TCP_ADDR=2001:DB8::',
    ])
  })

  test('an address that a manifest leaves to the API server is not stated, what does not need it is', () => {
    expect(lines(ask(pod, service('web')))).toEqual([
      'WEB_SERVICE_HOST=null',
      'WEB_SERVICE_PORT=80',
      'WEB_PORT=null',
      'WEB_PORT_80_TCP=null',
      'WEB_PORT_80_TCP_PROTO=tcp',
      'WEB_PORT_80_TCP_PORT=80',
      'WEB_PORT_80_TCP_ADDR=null',
    ])
  })

  test('of two addresses the primary counts', () => {
    const both = {clusterIP: '10.0.0.4', clusterIPs: ['10.0.0.4', 'fd00::4'], ipFamilies: ['IPv4', 'IPv6']}
    expect(hosts(ask(pod, service('web', both)))).toEqual(['WEB 10.0.0.4'])
  })

  test('ports that are none give nothing', () => {
    expect(lines(ask(pod, service('web', address('10.0.0.4', {ports: [null, {port: '80'}]}))))).toEqual([])
  })
})

describe('which Services a pod has variables of', () => {
  const foreign = service('other', address('10.0.0.5'), 'elsewhere')
  const ofDefault = service('api', address('10.0.0.6'), 'default')
  const inShop = (spec: object = {}) => {
    const object = JSON.parse(runningPod('client', {}, {}, {namespace: 'shop'}))
    return JSON.stringify({...object, spec: {...object.spec, ...spec}})
  }

  test('those of its own namespace, and kubernetes of default', () => {
    const answer = ask(inShop(), foreign, ofDefault, kubernetes, service('web', address('10.0.0.7'), 'shop'))
    expect(hosts(answer)).toEqual(['KUBERNETES 10.0.0.1', 'WEB 10.0.0.7'])
    expect(answer.linked).toBe(true)
  })

  test('without enableServiceLinks only kubernetes of default', () => {
    const own = service('web', address('10.0.0.7'), 'shop')
    const namesake = service('kubernetes', address('10.0.0.8'), 'shop')
    const answer = ask(inShop({enableServiceLinks: false}), own, namesake, kubernetes)
    expect(hosts(answer)).toEqual(['KUBERNETES 10.0.0.1'])
    expect(answer.linked).toBe(false)
  })

  test.each(['first', 'last'])('a kubernetes of its own namespace takes the place of the one in default, which stands %s', (place) => {
    const own = service('kubernetes', address('10.0.0.8'), 'shop')
    const answer = place === 'first' ? ask(kubernetes, own, inShop()) : ask(own, kubernetes, inShop())
    expect(hosts(answer)).toEqual(['KUBERNETES 10.0.0.8'])
    expect(answer.collisions).toEqual([])
  })

  test('a kubernetes of any other namespace is nothing to it', () => {
    const elsewhere = service('kubernetes', address('10.0.0.8'), 'elsewhere')
    expect(hosts(ask(inShop(), elsewhere))).toEqual([])
    expect(hosts(ask(inShop(), kubernetes, elsewhere))).toEqual(['KUBERNETES 10.0.0.1'])
  })

  test('a headless kubernetes of its own namespace does not', () => {
    expect(hosts(ask(inShop(), service('kubernetes', {clusterIP: 'None'}, 'shop'), kubernetes))).toEqual(['KUBERNETES 10.0.0.1'])
  })

  test('headless and external ones have no cluster IP and give nothing', () => {
    const external = service('db', {type: 'ExternalName', externalName: 'db.example.com'})
    const answer = ask(pod, service('cache', {clusterIP: 'None'}), external, service('edge', address('10.0.0.2', {type: 'LoadBalancer'})))
    expect(hosts(answer)).toEqual(['EDGE 10.0.0.2'])
  })

  test('a template has the variables that its pods would have', () => {
    const answer = ask(workload('app', {namespace: 'shop'}), service('web', address('10.0.0.7'), 'shop'))
    expect(hosts(answer)).toEqual(['WEB 10.0.0.7'])
    expect(answer.startKnown).toBe(false)
  })

  test('they stand in the order of their names, wherever they were read', () => {
    const [b, a] = [service('b', address('10.0.0.3')), service('a', address('10.0.0.2'))]
    expect(hosts(ask(b, kubernetes, pod, a))).toEqual(['A 10.0.0.2', 'B 10.0.0.3', 'KUBERNETES 10.0.0.1'])
  })

  test('a Service that an input defines twice counts once, the last time', () => {
    expect(hosts(ask(pod, service('web', address('10.0.0.2')), service('web', address('10.0.0.3'))))).toEqual(['WEB 10.0.0.3'])
  })
})

describe('Services that are younger than the pod', () => {
  const running = (startedAt: string) => ({running: {startedAt: `2026-01-02T${startedAt}Z`}})
  const of = (status: object) => runningPod('client', {}, {startTime: '2026-01-02T10:00:00Z', ...status})
  const younger = ({later}: ServiceVariables) => later.map(({service: {name}, containers}) => [name, ...containers])

  test('by the startTime of a pod without container statuses', () => {
    const answer = ask(of({}), made('09:59:59', 'before'), made('10:00:00', 'same'), made('10:00:01', 'after'))
    expect(hosts(answer)).toEqual(['BEFORE 10.0.0.9', 'SAME 10.0.0.9'])
    expect(younger(answer)).toEqual([['after', 'app']])
    expect(answer.startKnown).toBe(true)
  })

  test('by the start of the container itself, which may be a restart', () => {
    const answer = ask(of({containerStatuses: [{name: 'app', state: running('12:00:00')}]}), made('11:00:00', 'a'), made('13:00:00', 'b'))
    expect(hosts(answer)).toEqual(['A 10.0.0.9'])
    expect(younger(answer)).toEqual([['b', 'app']])
  })

  test('a Service that only a restarted container sees counts as later for the other ones', () => {
    const statuses = {
      containerStatuses: [
        {name: 'app', state: running('10:00:05')},
        {name: 'proxy', state: running('12:00:00')},
      ],
    }
    expect(younger(ask(of(statuses), made('11:00:00', 'a')))).toEqual([['a', 'app']])
  })

  test('a container that waits sees every Service when it starts', () => {
    const answer = ask(of({containerStatuses: [{name: 'app', state: {waiting: {reason: 'CrashLoopBackOff'}}}]}), made('11:00:00', 'a'))
    expect([hosts(answer), younger(answer), answer.startKnown]).toEqual([['A 10.0.0.9'], [], true])
  })

  test('an init container that has ended needs none of them, one that runs beside the others does', () => {
    const initContainerStatuses = [
      {name: 'migrate', state: {terminated: {startedAt: '2026-01-02T10:00:00Z'}}},
      {name: 'mesh', state: running('10:00:01')},
    ]
    const containerStatuses = [{name: 'app', state: running('12:00:00')}]
    expect(younger(ask(of({initContainerStatuses, containerStatuses}), made('11:00:00', 'a')))).toEqual([['a', 'mesh']])
    expect(younger(ask(of({initContainerStatuses: initContainerStatuses.slice(0, 1), containerStatuses}), made('11:00:00', 'a')))).toEqual(
      [],
    )
  })

  test('an init container that runs before the others needs them too, alone', () => {
    const initContainerStatuses = [{name: 'mesh', state: running('10:00:01')}]
    expect(younger(ask(of({initContainerStatuses}), made('11:00:00', 'a')))).toEqual([['a', 'mesh']])
  })

  test('a container that has ended may be looked into, and its start counts', () => {
    const containerStatuses = [{name: 'app', state: {terminated: {startedAt: '2026-01-02T10:00:00Z'}}}]
    expect(younger(ask(of({containerStatuses}), made('09:00:00', 'a'), made('11:00:00', 'b')))).toEqual([['b', 'app']])
  })

  test('times with an offset are the same instants', () => {
    const statuses = {containerStatuses: [{name: 'app', state: {running: {startedAt: '2026-01-02T12:00:00+02:00'}}}]}
    expect(younger(ask(of(statuses), made('09:00:00', 'a'), made('11:00:00', 'b')))).toEqual([['b', 'app']])
  })

  test('without any start all Services are taken to be older, and the answer says so', () => {
    const answer = ask(pod, made('11:00:00', 'a'))
    expect([hosts(answer), younger(answer), answer.startKnown]).toEqual([['A 10.0.0.9'], [], false])
  })

  test('a Service that states no creation is taken to be older', () => {
    expect(younger(ask(of({}), service('a', address('10.0.0.9'))))).toEqual([])
  })

  test('one without cluster IP would give no variables later either', () => {
    const object = JSON.parse(made('11:00:00', 'a'))
    object.spec = {...object.spec, clusterIP: 'None', clusterIPs: ['None']}
    expect(younger(ask(of({}), JSON.stringify(object)))).toEqual([])
  })
})

describe('two Services that give the same name', () => {
  const x = service('x', address('10.0.0.2'))
  const xService = service('x-service', address('10.0.0.3', {ports: [{port: 8080}]}))

  test('the value is undetermined, and both candidates are told', () => {
    const {variables, collisions} = ask(pod, x, xService)
    expect(variables.filter(({name}) => name === 'X_SERVICE_PORT').map(({value}) => value)).toEqual([null])
    expect(collisions.map(({name, candidates}) => [name, ...candidates.map((one) => `${one.service.name}: ${one.value}`)])).toEqual([
      ['X_SERVICE_PORT', 'x: 80', 'x-service: tcp://10.0.0.3:8080'],
    ])
  })

  test('a name in common that is no collision keeps its value', () => {
    // X_SERVICE_PORT_8080_TCP_PORT: a named port of x, and the link variable of x-service.
    const named = service('x', address('10.0.0.2', {ports: [{name: '8080-tcp-port', port: 8080}]}))
    const {variables, collisions} = ask(pod, named, xService)
    expect(variables.filter(({name}) => name === 'X_SERVICE_PORT_8080_TCP_PORT').map(({value}) => value)).toEqual(['8080'])
    expect(collisions.map(({name}) => name)).toEqual(['X_SERVICE_PORT'])
  })

  test('two that nobody can tell apart are one too', () => {
    const named = service('x-service', {ports: [{port: 443}]})
    const {collisions} = ask(pod, service('x'), named)
    expect(collisions.map(({name, candidates}) => [name, candidates.map(({value}) => value)])).toEqual([['X_SERVICE_PORT', ['80', null]]])
  })

  test('a third that agrees with the first does not settle it', () => {
    // X_SERVICE_PORT_8080_TCP_PORT: twice 8080 as above, and the link of x-service-port-8080-tcp.
    const named = service('x', address('10.0.0.2', {ports: [{name: '8080-tcp-port', port: 8080}]}))
    const third = service('x-service-port-8080-tcp', address('10.0.0.4', {ports: [{port: 9090}]}))
    const {collisions} = ask(pod, named, xService, third)
    expect(collisions.map(({name, candidates}) => [name, ...candidates.map(({value}) => value)])).toContainEqual([
      'X_SERVICE_PORT_8080_TCP_PORT',
      '8080',
      '8080',
      'tcp://10.0.0.4:9090',
    ])
  })

  test('a younger one does not collide', () => {
    const status = {startTime: '2026-01-02T10:00:00Z'}
    const {collisions} = ask(runningPod('client', {}, status), made('09:00:00', 'x'), made('11:00:00', 'x-service'))
    expect(collisions).toEqual([])
  })
})
