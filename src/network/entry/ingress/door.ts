import type {ObjectReference} from '../../../cluster/object.ts'
import type {Service} from '../../../cluster/service.ts'
import type {Entry, Via} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import type {Front, Placement} from '../front.ts'

/** One way to what serves an Ingress: the address and port that clients connect to, whatever host and path they then ask for. */
export interface Door {
  /** What kind of way it is: of a controller's Service or pods; undefined for a load balancer that is made for the Ingress itself. */
  readonly via: Via | undefined
  readonly address: string | null
  readonly port: number | null
  readonly tls: boolean | null
  /** Something before the controller ends TLS, so that the controller needs no certificate. */
  readonly isTlsEndedBefore?: boolean
  readonly front: Front
  /** What stands before the Ingress, from the outside in. */
  readonly through: readonly ObjectReference[]
}

/** How Services of controllers are judged themselves. */
export interface WaysIn {
  readonly entriesOfService: (service: Service) => readonly Entry[]
  readonly frontOfBalancer: (service: Service, facts: EntryFacts) => Front
}

const HTTP = {port: 80, tls: false} as const
const HTTPS = {port: 443, tls: true} as const

/** The two ports that the API's text gives an Ingress: 80, and 443 where there is a certificate. */
export function usualDoors(
  front: Front,
  ports: {readonly http: boolean; readonly https: boolean} = {http: true, https: true},
): readonly Door[] {
  const stated = [...(ports.http ? [HTTP] : []), ...(ports.https ? [HTTPS] : [])]
  return stated.map(({port, tls}) => ({via: undefined, address: null, port, tls, front, through: []}))
}

/**
 * Where requests in the clear are only sent on to TLS they lead to no pod: those doors are left out, and the others say that somebody answers there. Without
 * a door for TLS all stay.
 */
export function redirectToTls(doors: readonly Door[]): readonly Door[] {
  const secure = doors.filter(({tls}) => tls !== false)
  const clear = doors.filter(({tls}) => tls === false)
  if (clear.length === 0 || !secure.some(({tls}) => tls === true)) return doors
  const ports = [...new Set(clear.flatMap(({port}) => port ?? []))]
  const where = ports.length === 0 ? 'the way in the clear' : `port ${ports.join(' and ')}`
  const remark = `${where} answers too, with a redirect to TLS and nothing else`
  return secure.map((door) => ({...door, front: {...door.front, evidence: [...door.front.evidence, remark]}}))
}

/** A front that nothing narrows. */
export function frontOf(reach: Front['reach'], evidence: readonly string[], question?: string): Front {
  return {reach, sources: [], evidence, question, placement: placementFor(reach)}
}

/** Of what nothing narrows the reach tells the address. */
function placementFor(reach: Front['reach']): Placement | undefined {
  return reach === 'internet' ? 'public' : reach === 'network' ? 'private' : undefined
}
