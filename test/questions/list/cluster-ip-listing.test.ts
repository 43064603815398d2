import {describe, expect, test} from 'vitest'
import {listNeeds} from '../../../src/questions/list/needs.ts'
import {clusterOf, together} from '../../manifest.ts'
import {held, ranges, running} from '../../network/cluster-ip-objects.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {exitOf} from '../answer.ts'
import {ask, cellsOf} from './asking.ts'

const CIDR = ranges('kubernetes', ['10.0.0.0/24', 'fd00::/64'])
const web = running('web', ['10.0.0.20'])
const api = running('api', ['10.0.0.21'])
const sound = together(CIDR, web, held('10.0.0.20', 'web'), api, held('10.0.0.21', 'api'))
const aboutAddresses = (notes: readonly string[]) => notes.filter((note) => note.includes('cluster IP') || note.includes('IPAddress'))

describe('the list of a whole cluster', () => {
  test('tells of each range how many addresses are used, and how many are free', async () => {
    const report = ask(sound)
    expect(aboutAddresses(report.notes)).toEqual([
      'cluster IPs of ServiceCIDR kubernetes, 10.0.0.0/24: 2 used, 252 free',
      'cluster IPs of ServiceCIDR kubernetes, fd00::/64: 0 used, more than a billion free',
    ])
    expect(report.data.clusterIPRanges).toEqual([
      {serviceCIDRs: ['kubernetes'], range: '10.0.0.0/24', family: 'IPv4', open: true, size: 254, staticBand: 16, used: 2, free: 252},
      {serviceCIDRs: ['kubernetes'], range: 'fd00::/64', family: 'IPv6', open: true, size: null, staticBand: 256, used: 0, free: null},
    ])
    const validate = validatorOf('service-list')
    validate(await documentOf(report))
    expect(validate.errors).toBeNull()
  })

  test('says so of a range that gives nothing away, and of one that is full', () => {
    const small = ranges('small', ['10.9.0.0/30'], {status: {conditions: [{type: 'Ready', status: 'False'}]}})
    const report = ask(together(sound, small, held('10.9.0.1', 'web'), held('10.9.0.2', 'web')))
    expect(aboutAddresses(report.notes)).toContain(
      'cluster IPs of ServiceCIDR small, 10.9.0.0/30: 2 used, none free, but Services get none of it: it is not ready, or about to go',
    )
  })

  test('tells nothing of them where the input may lack Services: with a scope, or without IPAddresses', () => {
    for (const report of [
      ask(sound, {namespace: 'shop'}),
      ask(sound, {selector: 'a!=b'}),
      ask(sound, {targets: ['svc/web']}),
      ask(together(CIDR, web)),
    ]) {
      expect(aboutAddresses(report.notes)).toEqual([])
      expect(report.data).not.toHaveProperty('clusterIPRanges')
    }
    expect(ask(sound, {targets: ['svc']}).data.clusterIPRanges).toHaveLength(2)
  })
})

describe('a conflict of cluster IPs', () => {
  test('is a finding about its Service, and stands in its row', () => {
    const twin = running('twin', ['10.0.0.20'])
    const report = ask(together(sound, twin))
    expect(report.findings.filter(({rule}) => rule === 'routing/cluster-ip-conflict')).toMatchObject([
      {
        severity: 'warning',
        object: {kind: 'Service', namespace: 'shop', name: 'twin'},
        message: 'its cluster IP 10.0.0.20 is also that of shop/web',
      },
      {
        severity: 'warning',
        object: {kind: 'Service', namespace: 'shop', name: 'web'},
        message: 'its cluster IP 10.0.0.20 is also that of shop/twin',
      },
    ])
    expect(cellsOf(report, 'NAME')).toEqual(['api', 'twin', 'web'])
    expect(cellsOf(report, 'VERDICT').map((cell) => cell.includes('10.0.0.20'))).toEqual([false, true, true])
    expect(exitOf(report)).toBe(0)
  })

  test('has a word for each kind', () => {
    const rulesOf = (...objects: readonly string[]) =>
      ask(together(...objects)).findings.flatMap(({rule, message}) => (/cluster-ip|ip-address/.test(rule) ? [`${rule}: ${message}`] : []))
    expect(rulesOf(sound)).toEqual([])
    expect(rulesOf(sound, running('far', ['10.7.0.1']))).toEqual([
      'routing/cluster-ip-out-of-range: its cluster IP 10.7.0.1 is in no ServiceCIDR',
    ])
    expect(rulesOf(sound, running('new', ['10.0.0.30']))).toEqual([
      'routing/cluster-ip-not-held: no IPAddress holds its cluster IP 10.0.0.30, which another may get',
    ])
    expect(rulesOf(CIDR, web, held('10.0.0.20', 'api'))).toEqual([
      'routing/cluster-ip-conflict: IPAddress 10.0.0.20 holds its cluster IP for Service shop/api',
    ])
  })

  test('is a finding about an IPAddress whose Service is gone, and a note', () => {
    const report = ask(together(sound, held('10.0.0.40', 'gone')))
    const [finding] = report.findings.filter(({rule}) => rule === 'routing/ip-address-orphan')
    const message = 'IPAddress 10.0.0.40 is held for Service shop/gone, which does not exist'
    expect(finding).toMatchObject({severity: 'warning', message, object: {kind: 'IPAddress', namespace: null, name: '10.0.0.40'}})
    expect(finding?.fix?.command).toBe('kubectl delete ipaddress 10.0.0.40')
    expect(report.notes).toContain(message)
  })
})

describe('what the list reads of a running cluster', () => {
  const kinds = (targets: readonly string[], namespace?: string) =>
    listNeeds({targets, namespace, selector: undefined}, true)(clusterOf('{}')).map(({kind}) => kind)

  test('is ServiceCIDRs and IPAddresses for the whole of it only', () => {
    expect(kinds([])).toEqual(expect.arrayContaining(['Service', 'ServiceCIDR', 'IPAddress']))
    expect(kinds(['svc'])).toContain('IPAddress')
    expect(kinds([], 'shop')).not.toContain('IPAddress')
    expect(kinds(['svc/web'])).not.toContain('ServiceCIDR')
  })
})
