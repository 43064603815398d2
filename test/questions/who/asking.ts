import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {AccessData} from '../../../src/questions/who/audience-data.ts'
import type {GroupData} from '../../../src/questions/who/group-data.ts'
import {type WhoParameters, who} from '../../../src/questions/who/who.ts'
import type {WhoData, WhoServiceData} from '../../../src/questions/who/who-data.ts'

export type WhoReport = ReturnType<typeof who>

export function askWho(cluster: Cluster, words = '', parameters: Partial<WhoParameters> = {}): WhoReport {
  return who(cluster, {
    words: words === '' ? [] : words.split(' '),
    family: undefined,
    namespace: undefined,
    selector: undefined,
    ...parameters,
  })
}

/** What the data says of one client at a port: its exception, else that it is held up everywhere, else what is so of everybody else. */
export function accessOf({audiences, heldUp}: WhoData, audience: string | null, client: string): AccessData | null {
  const found = audiences.find(({id}) => id === audience)
  return (
    found?.exceptions.find(({clients}) => clients.includes(client)) ?? heldUp.find((one) => one.client === client) ?? found?.default ?? null
  )
}

/** `deploy/api allowed`, a group a line, of the first port of a Service. */
export function groupsOf(data: WhoData, service: Pick<WhoServiceData, 'name'>, port = 0): readonly string[] {
  const found = data.services.find(({name}) => name === service.name)
  const audience = found?.ports[port]?.audience ?? null
  return data.groups.map((group) => `${nameOf(group)} ${accessOf(data, audience, group.client)?.access}`).sort()
}

/** `203.0.113.0/24 allowed`, a range a line. */
export function outsideOf({services}: WhoData, port = 0): readonly string[] | null {
  const outside = services[0]?.ports[port]?.outside
  if (!outside) return null
  return outside.ranges.map(({range, except, access}) => `${range}${except.map((one) => ` but ${one}`).join('')} ${access}`)
}

export function nodesOf(data: WhoData, port = 0): readonly string[] {
  const audience = data.services[0]?.ports[port]?.audience ?? null
  return data.nodes.map(({name, client}) => `${name} ${accessOf(data, audience, client)?.access}`)
}

function nameOf({namespace, workloads}: GroupData): string {
  return workloads.map(({name}) => `${namespace}/${name}`).join(' ')
}
