import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {clusterMode, planOfAz} from '../../../src/questions/plan/az-plan.ts'
import {planSubnets} from '../../../src/questions/plan/subnet-plan.ts'
import {parseAzJson, readAzFile} from '../../../src/sources/az-json.ts'

const folder = fileURLToPath(new URL('../../fixtures/plan/az/', import.meta.url))
const read = (...names: string[]) => names.flatMap((name) => parseAzJson(name, readFileSync(`${folder}${name}`, 'utf8')))

describe('saved az output', () => {
  it('of a cluster and its network is a plan of what exists', () => {
    const plan = planOfAz(read('aks.json', 'vnet.json'))
    expect(
      plan.pools.map(({name, count, maxCount, maxPods, maxSurge, spot, mode, nodeSubnet}) => ({
        name,
        count,
        maxCount,
        maxPods,
        maxSurge,
        spot,
        mode,
        nodeSubnet,
      })),
    ).toEqual([
      {
        name: 'system',
        count: 3,
        maxCount: undefined,
        maxPods: 30,
        maxSurge: {kind: 'percent', percent: 10},
        spot: false,
        mode: 'System',
        nodeSubnet: 'aks',
      },
      {name: 'spot', count: 2, maxCount: 6, maxPods: 30, maxSurge: undefined, spot: true, mode: 'User', nodeSubnet: 'aks'},
    ])
    expect(plan.network.addressSpace.map(({text}) => text)).toEqual(['10.20.0.0/16'])
    expect(plan.network.subnets.map(({name, range, role, inUse, delegated}) => [name, range.text, role, inUse, delegated])).toEqual([
      ['aks', '10.20.0.0/24', 'nodes', 0, false],
      ['data', '10.20.8.0/22', 'other', 3, false],
      ['functions', '10.20.12.0/26', 'other', 0, true],
    ])
    expect(plan.network.peers.map(({name, ranges}) => [name, ranges[0]?.text])).toEqual([['to-hub', '10.0.0.0/16']])
    expect(plan.network.serviceCidr?.text).toBe('172.16.0.0/16')
    expect(plan.outbound).toEqual({kind: 'load-balancer', addresses: 2, portsPerNode: 4000})
    expect(plan.companions.privateCluster).toBe(true)
    expect(plan.requires).toEqual(['policy-azure'])
    expect(plan.notes).toContain('the cluster shop is node-subnet today; it can migrate to overlay (irreversible)')
  })

  it('answers with the subnets that exist: 10 × 31 and the endpoint are 311 of the 251 of a /24', () => {
    const {data} = planSubnets({...planOfAz(read('aks.json', 'vnet.json')), modes: ['node-subnet']}, {explain: false})
    // 3 + ⌈0.3⌉ nodes, 6 spot nodes without surge.
    expect(data.options[0]?.subnets[0]).toMatchObject({name: 'aks', addresses: 311, usable: 251, given: true})
    expect(data.options[0]?.fits).toBe(false)
  })

  it('of a dual-stack cluster has its IPv6 ranges', () => {
    const dual = {
      agentPoolProfiles: [],
      networkProfile: {
        podCidr: '10.244.0.0/16',
        podCidrs: ['10.244.0.0/16', 'fd12:3456:789a::/64'],
        serviceCidrs: ['10.0.0.0/16', 'fd12:3456:789a:1::/108'],
      },
    }
    const {network} = planOfAz(parseAzJson('aks.json', JSON.stringify(dual)))
    expect([network.podCidr?.text, network.podCidr6?.text, network.serviceCidr6?.text]).toEqual([
      '10.244.0.0/16',
      'fd12:3456:789a::/64',
      'fd12:3456:789a:1::/108',
    ])
  })

  it('of az aks nodepool list overrides the profiles inside the cluster', () => {
    expect(planOfAz(read('aks.json', 'nodepools.json')).pools.map(({count, maxSurge}) => [count, maxSurge])).toEqual([
      [5, {kind: 'percent', percent: 33}],
    ])
  })

  it.each([
    ['kubenet', {networkPlugin: 'kubenet'}, false],
    ['byo', {networkPlugin: 'none'}, false],
    ['overlay', {networkPlugin: 'azure', networkPluginMode: 'overlay'}, false],
    ['node-subnet', {networkPlugin: 'azure', networkPluginMode: null}, false],
    ['pod-subnet-dynamic', {networkPlugin: 'azure'}, true],
    ['pod-subnet-static', {networkPlugin: 'azure', podIPAllocationMode: 'StaticBlock'}, true],
    [undefined, {}, false],
  ])('is a cluster of mode %s', (mode, profile, podSubnet) => {
    expect(clusterMode(profile, [{podSubnetId: podSubnet ? '/x/subnets/pods' : undefined}])).toBe(mode)
  })

  it.each([
    ['{"apiVersion": "v1", "kind": "Pod"}', 'aks.json is no output of az aks show'],
    ['[{"addressSpace": {}}, {}]', 'aks.json, entry 2 is no output of az aks show'],
    ['3', 'aks.json is no output of az'],
    ['{"a": 1,\n "b": }', 'aks.json:2:7 is no JSON'],
    ['', 'aks.json:1:1 is no JSON'],
    ['{}{}', 'aks.json:1:3 is no JSON: something follows its end'],
  ])('that is none (%j) is an error: %s', (text, message) => {
    expect(() => parseAzJson('aks.json', text)).toThrow(message)
  })

  it('that is not there is an error', async () => {
    await expect(readAzFile('/nowhere/aks.json')).rejects.toThrow('cannot read /nowhere/aks.json: no such file')
  })
})
