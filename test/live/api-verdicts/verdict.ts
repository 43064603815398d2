import {fieldsOf, itemsOf, textOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Api, Response} from '../harness/api.ts'

export interface Cause {
  readonly field: string
  readonly reason: string
  readonly message: string
}

/** What the API server says about a Service. Keys that do not apply are absent. */
export interface Verdict {
  readonly verdict: 'accepted' | 'refused'
  /** 201, or 400, 409, 422, 500. */
  readonly status: number
  /** The server's sentence, where it gives no causes. */
  readonly message?: string
  readonly causes?: readonly Cause[]
  readonly warnings?: readonly string[]
  /** The spec of an accepted Service with the server's defaults, but without what it allocates: addresses and node ports that were not asked for. */
  readonly defaulted?: WireObject
}

const SERVICES = '/api/v1/namespaces/default/services'

/** Asks with a dry run: nothing is kept. */
export async function askVerdict(api: Api, object: WireObject): Promise<Verdict> {
  return judge(await api.request('POST', `${SERVICES}?dryRun=All&fieldValidation=Strict`, object), object)
}

/** Creates the Service and deletes it again: a dry run does not look everything up that counts. */
export async function createForVerdict(api: Api, object: WireObject): Promise<Verdict> {
  const answer = await api.request('POST', `${SERVICES}?fieldValidation=Strict`, object)
  if (answer.status === 201) await remove(api, `${SERVICES}/${answer.body.metadata.name}`)
  return judge(answer, object)
}

async function remove(api: Api, path: string): Promise<void> {
  await api.request('PATCH', path, {metadata: {finalizers: null}}, 'application/merge-patch+json')
  const {status, body} = await api.request('DELETE', path)
  if (status !== 200) throw new Error(`${path} is still there: ${JSON.stringify(body)}`)
}

function judge({status, headers, body}: Response, object: WireObject): Verdict {
  const warnings = warningsOf(headers['warning'])
  const more = warnings.length > 0 ? {warnings} : {}
  if (status === 201)
    return {verdict: 'accepted', status, ...more, defaulted: withoutAllocations(fieldsOf(body.spec), fieldsOf(object['spec']))}
  // What fails for another reason (no such path, no time) is no verdict. A health check port out of range is a 500.
  if (![400, 409, 422, 500].includes(status)) throw new Error(`${status}: ${JSON.stringify(body)} for ${JSON.stringify(object)}`)
  const causes = itemsOf(body.details?.causes).flatMap((value): readonly Cause[] => {
    const {field, reason, message} = fieldsOf(value)
    return typeof field === 'string' ? [{field, reason: textOf(reason) ?? '', message: withoutChance(textOf(message) ?? '', object)}] : []
  })
  return {verdict: 'refused', status, ...(causes.length > 0 ? {causes} : {message: body.message}), ...more}
}

/** The five characters that the server adds to a generateName are others every time. */
function withoutChance(message: string, object: WireObject): string {
  const {name, generateName} = fieldsOf(object['metadata'])
  const prefix = textOf(generateName)
  return name || !prefix
    ? message
    : message.replaceAll(/"([^"]*)[bcdfghjklmnpqrstvwxz2456789]{5}"/g, (quoted, start) => (start === prefix ? `"${prefix}?????"` : quoted))
}

/** The texts of RFC 7234 Warning headers, as Kubernetes writes them: `299 - "text"`, joined by commas. */
function warningsOf(header: string | readonly string[] | undefined): readonly string[] {
  const text = typeof header === 'string' ? header : (header ?? []).join(', ')
  return [...text.matchAll(/\d{3} \S+ ("(?:[^"\\]|\\.)*")/g)].map(([, quoted]) => JSON.parse(quoted ?? '""'))
}

function withoutAllocations(answer: WireObject, asked: WireObject): WireObject {
  const {clusterIP, clusterIPs, healthCheckNodePort, ports, ...rest} = answer
  const askedPorts = itemsOf(asked['ports']).map(fieldsOf)
  return {
    ...(ports !== undefined && {
      ports: itemsOf(ports).map((value, index) => {
        const {nodePort, ...port} = fieldsOf(value)
        return askedPorts[index]?.['nodePort'] ? {...port, nodePort} : port
      }),
    }),
    ...(asked['clusterIP'] ? {clusterIP, clusterIPs: itemsOf(clusterIPs).slice(0, Math.max(1, itemsOf(asked['clusterIPs']).length))} : {}),
    ...(asked['healthCheckNodePort'] ? {healthCheckNodePort} : {}),
    ...rest,
  }
}
