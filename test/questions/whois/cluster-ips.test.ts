import {describe, expect, test} from 'vitest'
import {whoisNeeds} from '../../../src/questions/whois/needs.ts'
import {whois} from '../../../src/questions/whois/whois.ts'
import {clusterOf, together} from '../../manifest.ts'
import {held, ranges, running} from '../../network/cluster-ip-objects.ts'
import {exitOf, headline} from '../answer.ts'

const CIDRS = [ranges('kubernetes', ['10.0.0.0/16']), ranges('small', ['10.9.0.0/28'])]
const web = [running('web', ['10.0.0.20']), held('10.0.0.20', 'web')]

function told(word: string, ...objects: readonly string[]): string {
  const report = whois(clusterOf(together(...objects)), {words: [word], namespace: undefined, selector: undefined})
  expect(exitOf(report)).toBe(headline(report).startsWith('✓') ? 0 : 1)
  return report.notes.join(' | ')
}

describe('a cluster IP that nobody has', () => {
  test.each([
    ['10.0.7.7', 'free: in ServiceCIDR kubernetes (10.0.0.0/16), dynamic band'],
    ['10.0.0.200', 'free: in ServiceCIDR kubernetes (10.0.0.0/16), static band'],
    ['10.0.1.1', 'free: in ServiceCIDR kubernetes (10.0.0.0/16), dynamic band'],
    ['10.9.0.5', 'free: in ServiceCIDR small (10.9.0.0/28)'],
    ['10.0.0.0', 'no Service can have it: it is the first or the last address of ServiceCIDR kubernetes (10.0.0.0/16)'],
    ['10.0.255.255', 'no Service can have it: it is the first or the last address of ServiceCIDR kubernetes (10.0.0.0/16)'],
  ])('is free, or none: %s', (address, hint) => {
    expect(told(address, ...CIDRS, ...web)).toBe(hint)
  })

  test('is held for a Service that the input lacks, or for something else', () => {
    expect(told('10.0.0.30', ...CIDRS, ...web, held('10.0.0.30', 'gone'))).toBe(
      'IPAddress 10.0.0.30 holds it for Service shop/gone, which the input does not have',
    )
    const gateway = {group: 'gateway.networking.k8s.io', resource: 'gateways'}
    expect(told('10.0.0.31', ...CIDRS, ...web, held('10.0.0.31', 'edge', gateway))).toBe(
      'IPAddress 10.0.0.31 holds it for something that is no Service',
    )
  })

  test('is not called free where the input has no IPAddresses, for then it may lack Services', () => {
    expect(told('10.0.7.7', ...CIDRS, running('web', ['10.0.0.20']))).toBe(
      'it is in the range of cluster IPs: a Service that is gone, or that the input lacks',
    )
  })

  test('of a range that gives nothing away is not to be had', () => {
    const closed = ranges('closed', ['10.8.0.0/24'], {status: {conditions: [{type: 'Ready', status: 'False'}]}})
    expect(told('10.8.0.99', closed, ...web)).toBe(
      'free: in ServiceCIDR closed (10.8.0.0/24), dynamic band, which gives none to Services: it is not ready, or about to go',
    )
  })
})

describe('what is read of a running cluster about an address', () => {
  const reads = (word: string, ...objects: readonly string[]) =>
    whoisNeeds({words: [word], namespace: undefined, selector: undefined}, true)(clusterOf(together(...objects, '{}')))

  test('is its IPAddress alone, and the ServiceCIDRs', () => {
    expect(reads('10.0.7.7')).toEqual(expect.arrayContaining([{kind: 'ServiceCIDR'}, {kind: 'IPAddress', name: '10.0.7.7'}]))
    expect(reads('30080').map(({kind}) => kind)).toEqual(['Service'])
  })
})
