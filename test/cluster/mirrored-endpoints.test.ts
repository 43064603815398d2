import {describe, expect, test} from 'vitest'
import {clusterOf} from '../manifest.ts'

const SQL = {name: 'sql', port: 5432}
const at = (...ips: readonly string[]) => ips.map((ip) => ({ip}))

function mirror(subsets: readonly unknown[], metadata: Readonly<Record<string, unknown>> = {}) {
  const {slices} = clusterOf(JSON.stringify({apiVersion: 'v1', kind: 'Endpoints', metadata: {name: 'db', ...metadata}, subsets}))
  return slices.map(({addressType, ports, endpoints}) => ({
    addressType,
    ports: ports.map(({name, port}) => `${name ?? ''} ${port}`.trim()).sort(),
    endpoints: endpoints.map(({addresses, ready}) => `${addresses.join()} ${ready ? 'ready' : 'not ready'}`).sort(),
  }))
}

describe('an Endpoints object is mirrored', () => {
  test('by IP family, though one subset holds both', () => {
    expect(mirror([{addresses: at('10.0.0.7', 'FD00::07'), notReadyAddresses: at('10.0.0.8'), ports: [SQL]}])).toEqual([
      {addressType: 'IPv4', ports: ['sql 5432'], endpoints: ['10.0.0.7 ready', '10.0.0.8 not ready']},
      {addressType: 'IPv6', ports: ['sql 5432'], endpoints: ['fd00::7 ready']},
    ])
  })

  test('with hostname, node and target, and the labels of its own', () => {
    const target = {kind: 'Pod', namespace: 'default', name: 'db-0', uid: 'u'}
    const {slices} = clusterOf(
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: {name: 'db', labels: {team: 'data', 'kubernetes.io/service-name': 'overwritten'}},
        subsets: [
          {
            addresses: [{ip: '10.0.0.7', hostname: 'db-0', nodeName: 'a', targetRef: target}],
            notReadyAddresses: [{ip: '10.0.0.8'}],
            ports: [{port: 5432}],
          },
        ],
      }),
    )
    expect(slices).toMatchObject([
      {
        serviceName: 'db',
        labels: {
          team: 'data',
          'kubernetes.io/service-name': 'db',
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        },
        ports: [{name: null, port: 5432, protocol: 'TCP', appProtocol: null}],
        endpoints: [
          {
            hostname: 'db-0',
            nodeName: 'a',
            zone: null,
            ready: true,
            serving: true,
            terminating: false,
            target: {kind: 'Pod', namespace: 'default', name: 'db-0'},
          },
          // The mirror states nothing but ready, and what does not say whether it serves does.
          {ready: false, serving: true, terminating: false},
        ],
      },
    ])
  })

  test('with a port of its own for every subset where it names an appProtocol, as the controller has it', () => {
    const [old, http] = [
      {name: 'h2c', port: 8081, appProtocol: 'kubernetes.io/h2c'},
      {name: 'http', port: 8080},
    ]
    expect(
      mirror([
        {addresses: at('10.0.0.7'), ports: [old]},
        {addresses: at('10.0.0.8'), ports: [http, old]},
      ]),
    ).toEqual([
      {addressType: 'IPv4', ports: ['h2c 8081'], endpoints: ['10.0.0.7 ready']},
      {addressType: 'IPv4', ports: ['h2c 8081', 'http 8080'], endpoints: ['10.0.0.8 ready']},
    ])
  })

  test('by what each address offers, whatever subsets it was written in', () => {
    const web = {name: 'web', port: 80}
    expect(
      mirror([
        {addresses: at('10.0.0.1', '10.0.0.2'), ports: [SQL]},
        {addresses: at('10.0.0.1', '10.0.0.2'), ports: [web]},
      ]),
    ).toEqual([{addressType: 'IPv4', ports: ['sql 5432', 'web 80'], endpoints: ['10.0.0.1 ready', '10.0.0.2 ready']}])
    // Not the same addresses: two slices, and 10.0.0.1 is in both.
    expect(
      mirror([
        {addresses: at('10.0.0.1', '10.0.0.2'), ports: [SQL]},
        {addresses: at('10.0.0.1'), ports: [web]},
      ]),
    ).toEqual([
      {addressType: 'IPv4', ports: ['sql 5432'], endpoints: ['10.0.0.1 ready', '10.0.0.2 ready']},
      {addressType: 'IPv4', ports: ['web 80'], endpoints: ['10.0.0.1 ready']},
    ])
  })

  test('and an address that is ready and not ready on one port is not', () => {
    expect(
      mirror([
        {addresses: at('10.0.0.1'), ports: [SQL]},
        {notReadyAddresses: at('10.0.0.1'), ports: [SQL]},
      ]),
    ).toEqual([{addressType: 'IPv4', ports: ['sql 5432'], endpoints: ['10.0.0.1 not ready']}])
  })

  test('without ports where it has none, and without addresses not at all', () => {
    expect(mirror([{addresses: at('10.0.0.1')}])).toEqual([{addressType: 'IPv4', ports: [], endpoints: ['10.0.0.1 ready']}])
    expect(mirror([{ports: [SQL]}])).toEqual([])
    // Known with ports, the same addresses are not listed without them again.
    expect(mirror([{addresses: at('10.0.0.1')}, {addresses: at('10.0.0.1'), ports: [SQL]}])).toEqual([
      {addressType: 'IPv4', ports: ['sql 5432'], endpoints: ['10.0.0.1 ready']},
    ])
  })

  test('without what is no address', () => {
    expect(mirror([{addresses: at('db.example', '10.0.0.1'), ports: [SQL]}])).toEqual([
      {addressType: 'IPv4', ports: ['sql 5432'], endpoints: ['10.0.0.1 ready']},
    ])
  })

  test('up to 1,000 addresses of a subset, both families together, ready ones first and in the order of their text', () => {
    const v4 = Array.from({length: 700}, (_, index) => `10.0.${Math.floor(index / 250)}.${index % 250}`)
    const v6 = Array.from({length: 700}, (_, index) => `fd00::${(index + 1).toString(16)}`)
    const [first, second] = mirror([{addresses: at(...v6), notReadyAddresses: at(...v4), ports: [SQL]}])
    expect([first?.addressType, first?.endpoints.length, second?.addressType, second?.endpoints.length]).toEqual(['IPv6', 700, 'IPv4', 300])
    expect(second?.endpoints).toContain('10.0.0.0 not ready')
    expect(second?.endpoints).not.toContain('10.0.2.99 not ready')
  })

  test('unless it is told not to be, or is a lock', () => {
    const subsets = [{addresses: at('10.0.0.1'), ports: [SQL]}]
    expect(mirror(subsets, {labels: {'endpointslice.kubernetes.io/skip-mirror': 'true'}})).toEqual([])
    expect(mirror(subsets, {annotations: {'control-plane.alpha.kubernetes.io/leader': ''}})).toEqual([])
    expect(mirror(subsets, {labels: {'endpointslice.kubernetes.io/skip-mirror': 'yes'}})).toHaveLength(1)
  })
})
