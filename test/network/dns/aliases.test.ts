import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import {clusterOf, service, together} from '../../manifest.ts'
import {ask, shopDns} from './asking.ts'
import {runningService, slice} from './shop.ts'

const SHOP = 'shop.svc.cluster.local'
const alias = (name: string, externalName: string) =>
  service(name, {type: 'ExternalName', externalName, selector: undefined, ports: undefined}, 'shop')
/** A headless Service whose slice holds names. */
const names = (name: string, ...addresses: readonly string[]) => [
  runningService(name, {clusterIP: 'None', clusterIPs: ['None']}),
  slice(`${name}-1`, name, {addressType: 'FQDN', endpoints: addresses.map((address) => ({addresses: [address]}))}),
]
const web = runningService('web', {clusterIP: '10.0.46.28', clusterIPs: ['10.0.46.28']})
const serverOf = (...objects: readonly string[]) => createClusterDns(clusterOf(together(...objects)))

describe('a chain of aliases', () => {
  /** a-1 is another name for a-2, and so on; the last is one for `end`. */
  const chain = (length: number, end: string) =>
    serverOf(web, ...Array.from({length}, (_, index) => alias(`a-${index + 1}`, index + 1 < length ? `a-${index + 2}.${SHOP}` : end)))
  const links = (length: number, end: string) =>
    Array.from({length}, (_, index) => {
      const record = `CNAME ${index + 1 < length ? `a-${index + 2}.${SHOP}` : end}`
      return index === 0 ? record : `a-${index + 1}.${SHOP} ${record}`
    })

  test('is followed over eleven of them (maxCnameChainLength before the last), and is worth nothing beyond', () => {
    const end = `web.${SHOP}`
    expect(ask('a-1.shop.svc', 'A', chain(11, end))).toEqual([...links(11, end), `${end} A 10.0.46.28`])
    expect(ask('a-1.shop.svc', 'A', chain(12, end))).toBe('NODATA')
    expect(ask('a-2.shop.svc', 'A', chain(12, end))).toHaveLength(12)
  })

  test('counts the one that leaves the cluster too', () => {
    expect(ask('a-1.shop.svc', 'A', chain(11, 'www.example.com'))).toEqual(links(11, 'www.example.com'))
    expect(ask('a-1.shop.svc', 'A', chain(12, 'www.example.com'))).toBe('NODATA')
  })
})

describe('slices of names that lead in a circle', () => {
  test('are answered with what is beside the name itself', () => {
    const server = serverOf(web, ...names('round', `round.${SHOP}`, `web.${SHOP}`))
    expect(ask('round.shop.svc', 'A', server)).toEqual([`CNAME web.${SHOP}`, `web.${SHOP} A 10.0.46.28`])
  })

  test('are answered without a name below the own one, which CoreDNS takes for the own one', () => {
    const below = slice('round-2', 'round', {endpoints: [{addresses: ['192.0.2.1'], hostname: 'one'}]})
    const server = serverOf(web, ...names('round', `one.round.${SHOP}`, `web.${SHOP}`), below)
    expect(ask('one.round.shop.svc', 'A', server)).toEqual(['A 192.0.2.1'])
    expect(ask('round.shop.svc', 'A', server)).toEqual([`CNAME web.${SHOP}`, `web.${SHOP} A 10.0.46.28`, 'A 192.0.2.1'])
  })

  test('are followed until the same alias comes again', () => {
    const server = serverOf(
      web,
      alias('ask', `there.${SHOP}`),
      ...names('there', `back.${SHOP}`, `web.${SHOP}`),
      alias('back', `there.${SHOP}`),
    )
    const found = [`there.${SHOP} CNAME web.${SHOP}`, `web.${SHOP} A 10.0.46.28`]
    // Another name for `there` is no repetition of the one that was asked for.
    expect(ask('ask.shop.svc', 'A', server)).toEqual([
      `CNAME there.${SHOP}`,
      `there.${SHOP} CNAME back.${SHOP}`,
      `back.${SHOP} CNAME there.${SHOP}`,
      ...found,
      ...found,
    ])
  })
})

describe('an alias', () => {
  test('of what nobody can tell cannot be told either, over however many others', () => {
    const unstated = serverOf(service('web'), alias('front', `web.${SHOP}`), alias('front-too', `front.${SHOP}`))
    expect(ask('front.shop.svc', 'A', unstated)).toBe('unknown: unstated-namespace')
    expect(ask('front-too.shop.svc', 'A', unstated)).toBe('unknown: unstated-namespace')
  })

  test('beside others makes the whole answer one that nobody can tell, where it is of such a name', () => {
    const server = serverOf(service('db'), web, ...names('both', `web.${SHOP}`, `db.${SHOP}`))
    expect(ask('both.shop.svc', 'A', server)).toBe('unknown: unstated-namespace')
  })

  test('of the name of a pod has the address in that name', () => {
    const server = serverOf(alias('pod', '1-2-3-4.shop.pod.cluster.local'))
    expect(ask('pod.shop.svc', 'A', server)).toEqual(['CNAME 1-2-3-4.shop.pod.cluster.local', '1-2-3-4.shop.pod.cluster.local A 1.2.3.4'])
  })

  test('is itself under two lone underscores, which are no port', () => {
    expect(ask('_._.pay.shop.svc', 'CNAME')).toEqual(['CNAME api.example.com'])
  })

  test.each([
    // Only the address of an alias's target is asked of other servers, and only where that is none of the cluster's.
    ['pay', 'A', true],
    ['pay', 'CNAME', false],
    ['front', 'A', false],
    ['web', 'SRV', false],
  ] as const)('%s, asked for %s, is complete unless its target is somebody else’s', (name, type, forwarded) =>
    expect(shopDns().answer(`${name}.${SHOP}`, type)).toMatchObject({status: 'NOERROR', forwarded}),
  )
})
