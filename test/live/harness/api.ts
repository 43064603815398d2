import {Agent, request as httpsRequest} from 'node:https'
import {fieldsOf, textOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {inParallel} from './in-parallel.ts'

export interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends
  readonly body: any
}

/** The API server, asked in wire JSON. */
export interface Api {
  readonly request: (method: string, path: string, body?: unknown, contentType?: string) => Promise<Response>
  /** Throws unless the server says yes. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends
  readonly get: (path: string) => Promise<any>
  /** The items of a list, each with the kind and apiVersion that lists leave out. */
  readonly list: (path: string) => Promise<readonly WireObject[]>
  /**
   * Creates objects: Namespaces and Nodes first, Services last, each with its `status` where it has one. A Pod with a deletionTimestamp is created
   * and then deleted with a long grace period, so that it terminates as long as the run lasts. Throws at the first object that is refused.
   */
  readonly apply: (objects: readonly WireObject[]) => Promise<void>
  readonly close: () => void
}

/** Kinds that scenarios have: where they live, and when their turn is. Services are slow to make, and nothing waits for them. */
const KINDS: Readonly<Record<string, {readonly path: string; readonly plural: string; readonly cluster?: true; readonly turn: number}>> = {
  Namespace: {path: '/api/v1', plural: 'namespaces', cluster: true, turn: 0},
  Node: {path: '/api/v1', plural: 'nodes', cluster: true, turn: 0},
  ServiceAccount: {path: '/api/v1', plural: 'serviceaccounts', turn: 1},
  ConfigMap: {path: '/api/v1', plural: 'configmaps', turn: 1},
  Pod: {path: '/api/v1', plural: 'pods', turn: 1},
  Endpoints: {path: '/api/v1', plural: 'endpoints', turn: 1},
  EndpointSlice: {path: '/apis/discovery.k8s.io/v1', plural: 'endpointslices', turn: 1},
  NetworkPolicy: {path: '/apis/networking.k8s.io/v1', plural: 'networkpolicies', turn: 1},
  Ingress: {path: '/apis/networking.k8s.io/v1', plural: 'ingresses', turn: 1},
  IngressClass: {path: '/apis/networking.k8s.io/v1', plural: 'ingressclasses', cluster: true, turn: 1},
  Deployment: {path: '/apis/apps/v1', plural: 'deployments', turn: 1},
  ReplicaSet: {path: '/apis/apps/v1', plural: 'replicasets', turn: 1},
  StatefulSet: {path: '/apis/apps/v1', plural: 'statefulsets', turn: 1},
  DaemonSet: {path: '/apis/apps/v1', plural: 'daemonsets', turn: 1},
  Job: {path: '/apis/batch/v1', plural: 'jobs', turn: 1},
  CronJob: {path: '/apis/batch/v1', plural: 'cronjobs', turn: 1},
  Service: {path: '/api/v1', plural: 'services', turn: 2},
}

/** Requests under way at a time. */
const PARALLEL = 32
const LONG_GRACE_SECONDS = 86_400

/** A client of the API server behind a Unix socket. */
export function connectApi(socketPath: string, token: string): Api {
  const agent = new Agent({keepAlive: true, maxSockets: PARALLEL})
  const request: Api['request'] = (method, path, body, contentType = 'application/json') =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      // Of a DELETE Node would not say how long its body is, and what is left of it would look like the next request.
      const content = text === undefined ? {} : {'content-type': contentType, 'content-length': Buffer.byteLength(text)}
      const headers = {authorization: `Bearer ${token}`, ...content}
      const sent = httpsRequest(
        {socketPath, agent, method, path, headers, rejectUnauthorized: false, servername: 'kubernetes'},
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('error', reject)
          answer.on('end', () => {
            const received = Buffer.concat(parts).toString()
            const json = answer.headers['content-type']?.includes('json')
            resolve({status: answer.statusCode ?? 0, headers: answer.headers, body: json ? JSON.parse(received) : received})
          })
        },
      )
      sent.on('error', reject)
      sent.end(text)
    })
  const demand = async (method: string, path: string, body?: unknown, contentType?: string) => {
    const answer = await request(method, path, body, contentType)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body?.message ?? answer.body}`)
    return answer.body
  }
  return {
    request,
    get: (path) => demand('GET', path),
    list: async (path) => {
      const {kind, apiVersion, items} = await demand('GET', path)
      return items.map((item: WireObject) => ({kind: kind.replace(/List$/, ''), apiVersion, ...item}))
    },
    apply: async (objects) => {
      for (const turn of [0, 1, 2]) {
        await inParallel(
          PARALLEL,
          objects.filter((object) => kindOf(object).turn === turn),
          (object) => create(demand, object),
        )
      }
    },
    close: () => agent.destroy(),
  }
}

function kindOf(object: WireObject) {
  const kind = KINDS[textOf(object['kind']) ?? '']
  if (!kind) throw new Error(`no scenario has objects of kind ${object['kind']}`)
  return kind
}

type Demand = (method: string, path: string, body?: unknown, contentType?: string) => Promise<unknown>

async function create(demand: Demand, object: WireObject): Promise<void> {
  const {path, plural, cluster} = kindOf(object)
  const {name, namespace = 'default', deletionTimestamp, ...metadata} = fieldsOf(object['metadata'])
  const collection = cluster ? `${path}/${plural}` : `${path}/namespaces/${namespace}/${plural}`
  // The server refuses what it sets by itself.
  const {status, ...wanted} = object
  await demand('POST', collection, {...wanted, metadata: {...metadata, name, ...(!cluster && {namespace})}})
  if (status !== undefined) await demand('PATCH', `${collection}/${name}/status`, {status}, 'application/merge-patch+json')
  if (deletionTimestamp !== undefined) await demand('DELETE', `${collection}/${name}`, {gracePeriodSeconds: LONG_GRACE_SECONDS})
}

/** The condition, asked again until it holds; throws after so many milliseconds, with what it waited for. */
export async function until(what: string, holds: () => Promise<boolean>, {timeoutMs = 30_000, everyMs = 20} = {}): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
