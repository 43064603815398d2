import {afterEach, describe, expect, test} from 'vitest'
import type {Read} from '../../../src/cluster/read.ts'
import {apiGroups, startApiServer, status} from './api-server.ts'
import {connection, userErrorOf} from './connections.ts'
import {
  bookmark,
  broken,
  errorEvent,
  event,
  hastyPace,
  hold,
  listOf,
  metadataOf,
  over,
  playScripts,
  type Script,
  service,
  startWatching,
  stream,
  type Watching,
} from './watched-server.ts'

const server = await startApiServer()
const here = connection(`http://127.0.0.1:${server.port}`)
const SERVICES: Read = {kind: 'Service'}
let watching: Watching | undefined
afterEach(() => watching?.end())

async function watchServices(script: Script, options: Parameters<typeof startWatching>[2] = {}): Promise<Watching> {
  server.answer(playScripts({'/services': script}))
  watching = await startWatching(here, () => [SERVICES], options)
  return watching
}

/** The resource versions that watches began from, in order; `list` where everything was listed. */
function beginnings(): readonly string[] {
  return server.requests.map((line) => (line.includes('watch=true') ? (/resourceVersion=(\d+)/.exec(line)?.[1] ?? '') : 'list'))
}

const has =
  (...wanted: readonly string[]) =>
  (names: readonly string[]) =>
    names.join() === wanted.join()

describe('what is watched', () => {
  test('is listed first, and then as each event says', async () => {
    const events = [event('ADDED', service('new', 8)), event('MODIFIED', service('web', 9)), event('DELETED', service('old', 10))]
    const {next} = await watchServices({lists: [listOf(7, [service('old', 1), service('web', 2)])], watches: [stream(events)]})
    expect(await next()).toEqual(['old@1', 'web@2'])
    expect(await next(has('new@8', 'web@9'))).toEqual(['new@8', 'web@9'])
    const [first, second] = server.requests
    expect(first).toBe('GET /api/v1/services?limit=500')
    expect(second).toBe('GET /api/v1/services?resourceVersion=7&allowWatchBookmarks=true&timeoutSeconds=300&watch=true')
  })

  test('comes in parts that are cut anywhere, even inside of a character', async () => {
    const line = Buffer.from(event('ADDED', {...service('wéb', 8), spec: {externalName: '😀'.repeat(3)}}))
    const parts = [...line].map((byte) => Buffer.from([byte]))
    const {next, cluster} = await watchServices({lists: [listOf(7, [])], watches: [stream(parts)]})
    expect(await next(has('wéb@8'))).toEqual(['wéb@8'])
    expect(cluster().services[0]?.object['spec']).toEqual({externalName: '😀😀😀'})
  })

  test('may be many events in one part, which become one cluster', async () => {
    const events = Array.from({length: 200}, (_, index) => event('MODIFIED', service('web', 8 + index))).join('')
    let turns = 0
    const {next} = await watchServices({lists: [listOf(7, [])], watches: [stream([events])]})
    await next((names) => ++turns > 0 && names[0] === 'web@207')
    expect(turns).toBeLessThan(10)
  })

  test('has no more than its labels where those alone are wanted, and managedFields never', async () => {
    const partial = {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: {...metadataOf('a', 8), managedFields: []}}
    const accepted: unknown[] = []
    server.answer((request, response) => {
      accepted.push(request.headers.accept)
      const script = {lists: [listOf(7, [])], watches: [stream([event('ADDED', partial)])]}
      playScripts({'/pods': script})(request, response)
    })
    watching = await startWatching(here, () => [{kind: 'Pod', metadataOnly: true}])
    await watching.next(has('a@8'))
    expect(watching.cluster().pods.all[0]?.target).toMatchObject({kind: 'Pod', name: 'a'})
    expect(accepted.map((text) => String(text).split(';')[1])).toEqual(['as=PartialObjectMetadataList', 'as=PartialObjectMetadata'])
  })

  test('by its name alone is there as soon as it is made, and gone as soon as it is', async () => {
    const events = [event('ADDED', service('web', 8)), event('DELETED', service('web', 9))]
    server.answer(
      playScripts({
        '/namespaces/shop/services': {lists: [listOf(7, [])], watches: [stream(events.slice(0, 1), over), stream(events.slice(1))]},
      }),
    )
    watching = await startWatching(here, () => [{kind: 'Service', namespace: 'shop', name: 'web'}])
    expect(await watching.next()).toEqual([])
    await watching.next(has('web@8'))
    expect(await watching.next(has())).toEqual([])
    expect(server.requests[1]).toContain('/namespaces/shop/services?fieldSelector=metadata.name%3Dweb&resourceVersion=7&')
  })
})

describe('a watch that ends', () => {
  const added = event('ADDED', service('web', 8))

  test.each([
    ['because its time is over', over],
    ['because the connection breaks', broken],
  ])('%s goes on from the last event', async (_, end) => {
    const again = event('ADDED', service('api', 12))
    const {next} = await watchServices({lists: [listOf(7, [])], watches: [stream([added, bookmark(11)], end), stream([again])]})
    await next(has('api@12', 'web@8'))
    expect(beginnings()).toEqual(['list', '7', '11'])
  })

  test('in the middle of a line has not said it', async () => {
    const {next} = await watchServices({
      lists: [listOf(7, [])],
      watches: [stream([added, event('DELETED', service('web', 9)).slice(0, 60)], broken), stream([event('MODIFIED', service('web', 10))])],
    })
    await next(has('web@10'))
    expect(beginnings()).toEqual(['list', '7', '8'])
  })

  test.each([
    ['as an event', stream([added, errorEvent(410, 'too old resource version: 7 (9)')])],
    ['as an answer', status(410, 'too old resource version: 7 (9)', {reason: 'Expired'})],
  ])('because too much has happened (410 %s) is begun anew with a list, which has what was missed', async (_, expired) => {
    const {next} = await watchServices({
      lists: [listOf(7, [service('old', 1)]), listOf(20, [service('new', 15)])],
      watches: [expired, hold],
    })
    await next(has('new@15'))
    await expect.poll(beginnings).toEqual(['list', '7', 'list', '20'])
  })

  test('with another error goes on from where it was, and is begun anew where that is in vain three times', async () => {
    const ill = stream([errorEvent(500, 'etcdserver: leader changed')])
    const {next} = await watchServices({lists: [listOf(7, []), listOf(20, [service('new', 15)])], watches: [ill, ill, ill, hold]})
    await next(has('new@15'))
    await expect.poll(beginnings).toEqual(['list', '7', '7', '7', 'list', '20'])
  })

  test('at once, again and again, is asked for after longer and longer waits', async () => {
    const pace = hastyPace()
    const {next} = await watchServices(
      {lists: [listOf(7, []), listOf(20, []), listOf(30, [service('web', 9)])], watches: [stream([], over)]},
      {pace},
    )
    await next(has('web@9'))
    expect(pace.waits.filter((wait) => wait >= 500).slice(0, 4)).toEqual([500, 1000, 2000, 4000])
  })

  test('as soon as something was heard, again and again, is asked for after a short wait', async () => {
    const pace = hastyPace()
    const brief = Array.from({length: 12}, (_, index) => stream([event('MODIFIED', service('web', 8 + index))], over))
    const {next} = await watchServices({lists: [listOf(7, [])], watches: [...brief, hold]}, {pace})
    await next(has('web@19'))
    expect(pace.waits.filter((wait) => wait !== 200).slice(0, 11)).toEqual(Array(11).fill(500))
    expect(beginnings().filter((one) => one === 'list')).toHaveLength(1)
  })

  test('because something that is no API server took it over is not believed', async () => {
    const {next} = await watchServices({
      lists: [listOf(7, [service('web', 1)]), listOf(20, [service('web', 15)])],
      watches: [stream(['<html>\n']), stream(['<html>\n']), stream(['<html>\n']), hold],
    })
    await next(has('web@15'))
    expect(beginnings().slice(0, 5)).toEqual(['list', '7', '7', '7', 'list'])
  })
})

describe('what cannot be watched', () => {
  const forbidden = status(403, 'pods is forbidden')

  test('or read is unread, and ends nothing', async () => {
    server.answer(
      playScripts({
        '/services': {lists: [listOf(7, [])], watches: [stream([event('ADDED', service('web', 8))])]},
        '/pods': {lists: [forbidden], watches: []},
      }),
    )
    watching = await startWatching(here, () => [SERVICES, {kind: 'Pod'}])
    await watching.next(has('web@8'))
    expect(watching.cluster().coverage?.unread).toEqual([{read: {kind: 'Pod'}, reason: 'forbidden', message: 'pods is forbidden'}])
  })

  test('is read as soon as that is allowed', async () => {
    const {next} = await watchServices({lists: [forbidden, forbidden, listOf(7, [service('web', 1)])], watches: [hold]})
    expect(await next()).toEqual([])
    expect(await next(has('web@1'))).toEqual(['web@1'])
  })

  test('is read again now and then, and the rule that is missing is named', async () => {
    const said: string[] = []
    const pace = hastyPace()
    const {next} = await watchServices(
      {lists: [listOf(7, [service('web', 1)]), listOf(8, [service('web', 1)]), listOf(9, [service('web', 9)])], watches: [forbidden]},
      {say: (line) => said.push(line), pace},
    )
    await next(has('web@9'))
    expect(said).toEqual(['warning: no permission to watch: it is read every 15 s; missing RBAC rule: watch on services in all namespaces'])
    expect(beginnings().filter((one) => one !== 'list')).toHaveLength(1)
    expect(pace.waits).toContain(15_000)
  })

  test('because an object may only be got by its name is got again now and then', async () => {
    server.answer((request, response) => {
      if (!request.url?.includes('/services/web')) return forbidden(request, response)
      // It stays at 2: how often it is got before a cluster is made of it is up to the machine.
      const got = server.requests.filter((line) => line.includes('/services/web')).length
      response.writeHead(200).end(JSON.stringify(service('web', Math.min(got, 2))))
    })
    watching = await startWatching(here, () => [{kind: 'Service', namespace: 'shop', name: 'web'}])
    expect(await watching.next()).toEqual(['web@1'])
    expect(await watching.next(has('web@2'))).toEqual(['web@2'])
  })

  test('because it would be too many connections is read again now and then', async () => {
    server.answer(playScripts({'/services': {lists: [listOf(7, [])], watches: [hold]}}))
    const reads = Array.from({length: 60}, (_, index): Read => ({kind: 'Service', namespace: `ns-${index}`}))
    watching = await startWatching(here, () => reads)
    await watching.next()
    const again = () => server.requests.filter((line) => line.includes('/ns-59/') && !line.includes('watch')).length > 2
    await expect.poll(again).toBe(true)
    expect(server.requests.filter((line) => line.includes('watch=true'))).toHaveLength(50)
  })
})

describe('a kind that few clusters have', () => {
  const FIREWALLS: Read = {kind: 'EgressFirewall', namespace: 'shop'}
  const firewall = {metadata: metadataOf('default', 9)}
  const asked = (path: string) => server.requests.filter((line) => line.split('?')[0] === `GET ${path}`).length

  test('is looked for again now and then, and followed as soon as the server has its API', async () => {
    let isInstalled = false
    const script = playScripts({
      '/services': {lists: [listOf(7, [service('web', 1)])], watches: [hold]},
      '/egressfirewalls': {lists: [listOf(8, [firewall])], watches: [hold]},
    })
    server.answer((request, response) => {
      const apis = apiGroups('apps/v1', ...(isInstalled ? ['k8s.ovn.org/v1'] : []))
      if (request.url === '/apis') apis(request, response)
      else script(request, response)
    })
    watching = await startWatching(here, () => [SERVICES, FIREWALLS])
    expect(await watching.next()).toEqual(['web@1'])
    expect(watching.cluster().coverage?.unread).toMatchObject([{read: FIREWALLS, reason: 'not-served'}])
    await expect.poll(() => asked('/apis')).toBeGreaterThan(2)
    expect(asked('/apis/k8s.ovn.org/v1/namespaces/shop/egressfirewalls')).toBe(0)
    isInstalled = true
    expect(await watching.next(has('web@1', 'default@9'))).toEqual(['web@1', 'default@9'])
  })

  test('stays absent while the server does not answer', async () => {
    let isIll = false
    const script = playScripts({'/services': {lists: [listOf(7, [service('web', 1)])], watches: [hold]}})
    server.answer((request, response) => {
      if (request.url === '/apis') (isIll ? status(403, 'not now') : apiGroups('apps/v1'))(request, response)
      else script(request, response)
    })
    watching = await startWatching(here, () => [SERVICES, {...FIREWALLS, namespace: 'other'}])
    await watching.next()
    isIll = true
    const before = asked('/apis')
    await expect.poll(() => asked('/apis')).toBeGreaterThan(before + 2)
    expect(asked('/apis/k8s.ovn.org/v1/namespaces/other/egressfirewalls')).toBe(0)
  })

  test('takes no place from those that can be watched', async () => {
    const script = playScripts({'/services': {lists: [listOf(7, [])], watches: [hold]}})
    server.answer((request, response) => (request.url === '/apis' ? apiGroups('apps/v1') : script)(request, response))
    const absent = Array.from({length: 60}, (_, index): Read => ({kind: 'EgressFirewall', namespace: `ns-${index}`}))
    watching = await startWatching(here, () => [...absent, SERVICES])
    await watching.next()
    await expect.poll(() => server.requests.filter((line) => line.includes('watch=true'))).toHaveLength(1)
  })
})

describe('what is wanted', () => {
  test('may become more with what is read, and is followed as well', async () => {
    const pods = {metadata: metadataOf('web-0', 9)}
    server.answer(
      playScripts({
        '/services': {lists: [listOf(7, [])], watches: [stream([event('ADDED', service('web', 8))])]},
        '/pods': {lists: [listOf(8, [])], watches: [stream([event('ADDED', pods)])]},
      }),
    )
    watching = await startWatching(here, ({services}) => [SERVICES, ...services.map(({namespace}): Read => ({kind: 'Pod', namespace}))])
    expect(await watching.next()).toEqual([])
    expect(await watching.next(has('web@8', 'web-0@9'))).toEqual(['web@8', 'web-0@9'])
  })

  test('no more is not shown, and after a minute not followed', async () => {
    const abandoned: string[] = []
    const pace = hastyPace()
    let push: ((text: string) => void) | undefined
    const open = stream([], (response) => {
      push = (text) => response.write(text)
    })
    server.answer((request, response) => {
      response.on('close', () => response.writableEnded || abandoned.push(request.url?.split('?')[0] ?? ''))
      playScripts({
        '/services': {lists: [listOf(7, [service('web', 1)])], watches: [open]},
        '/pods': {lists: [listOf(8, [{metadata: metadataOf('web-0', 3)}])], watches: [hold]},
      })(request, response)
    })
    const slow = {...pace, sleep: (milliseconds: number, signal: AbortSignal) => pace.sleep(Math.max(milliseconds, 30_000), signal)}
    watching = await startWatching(
      here,
      ({services}) => (services.some(({name}) => name === 'web') ? [SERVICES, {kind: 'Pod'}] : [SERVICES]),
      {
        pace: slow,
      },
    )
    expect(await watching.next()).toEqual(['web@1', 'web-0@3'])
    await expect.poll(() => push).toBeDefined()
    push?.(event('DELETED', service('web', 8)))
    // Each in a turn of its own, which is half a minute: several that come at once would be one.
    for (const version of [9, 10, 11, 12]) {
      push?.(event('MODIFIED', service('api', version)))
      await watching.next(has(`api@${version}`))
    }
    await expect.poll(() => abandoned).toEqual(['/api/v1/pods'])
  })
})

describe('a cluster that cannot be reached', () => {
  test('at first is an error', async () => {
    server.answer((request) => request.socket.resetAndDestroy())
    watching = await startWatching(here, () => [SERVICES])
    const {message} = await userErrorOf(watching.next)
    expect(message).toContain('(context test) was reached, but the connection was reset')
  })

  test('at first is given up altogether', async () => {
    const wait = () => new Promise((resolve) => setTimeout(resolve, 100))
    server.answer(status(500, 'not now'))
    watching = await startWatching(here, () => [{kind: 'Pod'}, SERVICES])
    const {message} = await userErrorOf(watching.next)
    expect(message).toContain('not now')
    await wait()
    const before = server.requests.length
    await wait()
    expect(server.requests.length).toBe(before)
  })

  test('later is told of once, and again when it is back; what was known stands, and nothing is lost', async () => {
    const said: string[] = []
    const gone = (request: Parameters<typeof hold>[0]) => request.socket.resetAndDestroy()
    const {next} = await watchServices(
      {
        lists: [listOf(7, [service('web', 1)]), gone, gone, gone, gone, gone, gone, gone, gone, listOf(20, [service('web', 15)])],
        watches: [stream([event('MODIFIED', service('web', 8))], broken), gone, gone, gone, gone, gone, gone, gone, gone, hold],
      },
      {say: (line) => said.push(line)},
    )
    await next(has('web@8'))
    expect(await next()).toEqual(['web@15'])
    expect(said).toEqual([
      `warning: 127.0.0.1:${server.port} (context test) was reached, but the connection was reset; trying again, what is shown may be old`,
      'test can be followed again',
    ])
  })

  test('because it refuses the credentials by now is an error', async () => {
    const {next} = await watchServices({lists: [listOf(7, [])], watches: [stream([], over), status(401, 'Unauthorized')]})
    await next()
    const {message} = await userErrorOf(() => next())
    expect(message).toContain('refuses the credentials')
  })
})

describe('the end', () => {
  test('comes at once, and no connection is left', async () => {
    const ending = new AbortController()
    let open = 0
    server.answer((request, response) => {
      open++
      response.on('close', () => open--)
      playScripts({'/services': {lists: [listOf(7, [])], watches: [hold]}})(request, response)
    })
    watching = await startWatching(here, () => [SERVICES], {signal: ending.signal})
    await watching.next()
    await expect.poll(() => open).toBe(1)
    const next = watching.next()
    ending.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
    await expect.poll(() => open).toBe(0)
  })
})

describe('a list to watch from', () => {
  test('whose continue token expired is listed in one piece: pages must be of one moment', async () => {
    const expired = status(410, 'too old', {reason: 'Expired', metadata: {continue: 'inconsistent'}})
    const {next} = await watchServices({
      lists: [listOf(7, [service('old', 1)], {continue: 'more'}), expired, listOf(20, [service('web', 15)])],
      watches: [stream([event('MODIFIED', service('web', 21))])],
    })
    await next(has('web@21'))
    expect(server.requests.slice(0, 4).map((line) => line.replace(/&allow.*/, ''))).toEqual([
      'GET /api/v1/services?limit=500',
      'GET /api/v1/services?limit=500&continue=more',
      'GET /api/v1/services',
      'GET /api/v1/services?resourceVersion=20',
    ])
  })
})
