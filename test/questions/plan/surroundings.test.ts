import {describe, expect, it} from 'vitest'
import {NO_COMPANIONS} from '../../../src/questions/plan/plan.ts'
import {ask, fifty, knownRange, network, optionIn, plan, pool} from './plans.ts'

describe('the network around it', () => {
  it('a peer that does not say what is in use there cannot be held against the limit, and that is said', () => {
    const beside = (inUse: number | undefined) =>
      ask(plan({...fifty, network: network({peers: [{name: 'hub', ranges: [knownRange('10.8.0.0/16')], inUse}]})})).notes.join()
    expect(beside(undefined)).toContain("can't tell how many addresses are in use in peer hub")
    expect(beside(10)).not.toContain("can't tell")
  })

  it('a default service CIDR that collides is a warning with a way out, a stated one is an error', () => {
    const beside = (serviceCidr?: string) =>
      ask(
        plan({
          ...fifty,
          network: network({only: knownRange('10.0.4.0/22'), serviceCidr: serviceCidr ? knownRange(serviceCidr) : undefined}),
        }),
      )
    expect(beside().findings.map(({severity, fix}) => [severity, fix?.description])).toEqual([
      ['warning', 'state another service CIDR, 172.16.0.0/16 for one'],
    ])
    expect(beside().answer).toBe('positive')
    expect(beside('10.0.0.0/16').findings.map(({rule, severity}) => `${severity} ${rule}`)).toContain('error plan/overlap')
    expect(beside('10.0.0.0/16').answer).toBe('negative')
  })

  it('a stated pod CIDR that overlaps the network fails the modes that route by it, and no other', () => {
    const report = ask(
      plan({...fifty, network: network({addressSpace: [knownRange('10.240.0.0/12')], podCidr: knownRange('10.244.0.0/16')})}),
    )
    expect(report.data.options.filter(({fits}) => fits).map(({mode}) => mode)).toEqual([
      'pod-subnet-dynamic',
      'pod-subnet-static',
      'node-subnet',
    ])
  })

  it('an unstated pod CIDR is proposed where nothing else is', () => {
    const option = optionIn(plan({...fifty, network: network({addressSpace: [knownRange('10.244.0.0/15')]})}), 'overlay')
    expect(option.podCidr?.range).toMatch(/^10\.0\.0\.0\/18$|^100\.64\.|^10\.\d+\.\d+\.0\/18$/)
    expect(option.podCidr?.range?.startsWith('10.24')).toBe(false)
    expect(optionIn(fifty, 'overlay').podCidr?.range).toBe('10.244.0.0/18')
  })

  it('subnets are placed in the address space beside what is there, or there is no room', () => {
    const space = (range: string) =>
      network({
        addressSpace: [knownRange(range)],
        subnets: [{name: 'data', range: knownRange('10.40.0.0/26'), role: 'other', inUse: 0, delegated: false}],
      })
    expect(optionIn(plan({...fifty, network: space('10.40.0.0/24')}), 'overlay').layout).toEqual([{name: 'nodes', range: '10.40.0.64/26'}])
    const full = optionIn(plan({...fifty, network: space('10.40.0.0/26')}), 'overlay')
    expect(full.violations.map(({id}) => id)).toEqual(['address-space'])
  })

  it('companions take what their documents say, in the node subnet or in one of their own', () => {
    const companions = {
      ...NO_COMPANIONS,
      privateCluster: true,
      privateEndpoints: 2,
      privateLinkServices: [3],
      apiServerIntegration: 2,
      applicationGateway: {instances: 15, privateFrontend: false},
      firewall: true,
      bastion: true,
      vpnGateway: true,
    }
    const option = optionIn(plan({...fifty, companions, loadBalancers: {internal: 12, public: 3, ports: 1, grow: false}}), 'overlay')
    // 55 nodes, 12 frontends, 1 endpoint of the cluster, 2 private endpoints, 3 NAT addresses.
    expect(option.subnets[0]).toMatchObject({addresses: 73, prefixLength: 25})
    expect(option.companions.map(({role, prefixLength}) => `${role} /${prefixLength}`)).toEqual([
      'api-server /27',
      'application-gateway /27',
      'AzureFirewallSubnet /26',
      'AzureBastionSubnet /26',
      'GatewaySubnet /27',
    ])
  })

  it('Application Gateway for Containers has exactly a /24 with overlay, and excludes kubenet', () => {
    const one = plan({...fifty, companions: {...NO_COMPANIONS, applicationGatewayForContainers: true}})
    expect(optionIn(one, 'overlay').companions[0]).toMatchObject({prefixLength: 24, exact: true})
    expect(optionIn(one, 'node-subnet').companions[0]).toMatchObject({prefixLength: 24, exact: false})
    expect(optionIn(one, 'kubenet').fits).toBe(false)
  })

  it('a further cluster has subnets of its own and counts against the network from its month on', () => {
    const two = plan({
      ...fifty,
      clusters: [{name: 'next', fromMonth: 12, pools: undefined, internalLoadBalancers: 4}],
      growth: {kind: 'percent', perMonth: 0},
    })
    const option = optionIn(two, 'node-subnet')
    expect(option.clusters[0]?.subnets).toMatchObject([{role: 'node', name: 'next-nodes', addresses: 1709, prefixLength: 21}])
    // Two /21 in one /20.
    expect(option.smallestNetwork).toBe(20)
  })

  it('a further cluster fills the network in the month in which it comes, not before', () => {
    // 501 × 101 = 50,601, and (200 + 20) × 101 = 22,220 more are 72,821 of 65,536.
    const main = pool({count: 500, maxPods: 100, maxSurge: {kind: 'nodes', nodes: 1}})
    const next = {name: 'next', fromMonth: 6, pools: [pool({count: 200, maxPods: 100})], internalLoadBalancers: 0}
    const option = optionIn(plan({pools: [main], clusters: [next], growth: {kind: 'nodes', perMonth: 0}}), 'node-subnet')
    expect(option.exhaustion).toMatchObject({month: 6, limit: 'addresses-per-vnet', used: 72_821})
  })

  it('outbound ports are held against the nodes of an upgrade', () => {
    const outbound = (addresses: number) =>
      ask(
        plan({
          ...fifty,
          pools: [pool({count: 100, maxPods: 30, maxSurge: {kind: 'nodes', nodes: 2}})],
          outbound: {kind: 'load-balancer', addresses, portsPerNode: 4000},
        }),
      )
    expect(outbound(7).data.outbound).toMatchObject({nodes: 102, nodesServed: 112, addressesNeeded: 7})
    expect(outbound(7).answer).toBe('positive')
    expect(outbound(6).answer).toBe('negative')
    expect(outbound(6).findings[0]?.fix?.description).toBe('7 outbound addresses, or fewer ports per node')
  })
})
