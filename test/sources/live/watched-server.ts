import type {IncomingMessage, ServerResponse} from 'node:http'
import {setTimeout} from 'node:timers/promises'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import type {Read} from '../../../src/cluster/read.ts'
import {type LiveOptions, openLiveCluster} from '../../../src/sources/live/live-cluster.ts'
import {type Handler, json} from './api-server.ts'
import type {connection} from './connections.ts'

/** What a server does, one list and one watch after the other; the last of each goes on. */
export interface Script {
  readonly lists: readonly Handler[]
  readonly watches: readonly Handler[]
}

/** Answers each path by a script of its own, found by how the path ends; what is asked beside them is a 404. */
export function playScripts(scripts: Readonly<Record<string, Script>>): Handler {
  const turns = new Map<string, number>()
  return (request, response) => {
    const {pathname, searchParams} = new URL(request.url ?? '', 'http://server')
    const found = Object.entries(scripts).find(([path]) => pathname.endsWith(path))
    if (!found) {
      response.writeHead(404).end()
      return
    }
    const [path, {lists, watches}] = found
    const [what, handlers] = searchParams.has('watch') ? ['watch', watches] : ['list', lists]
    const turn = turns.get(`${what} ${path}`) ?? 0
    turns.set(`${what} ${path}`, turn + 1)
    const handler = handlers[Math.min(turn, handlers.length - 1)]
    if (handler) handler(request, response)
    else hold(request, response)
  }
}

/** A Service at a version. */
export function service(name: string, version: number, namespace = 'shop') {
  return {apiVersion: 'v1', kind: 'Service', metadata: metadataOf(name, version, namespace), spec: {selector: {app: name}}}
}

/** With a uid, as everything has that is in a cluster. */
export function metadataOf(name: string, version: number, namespace = 'shop') {
  return {name, namespace, uid: name, resourceVersion: String(version)}
}

export function listOf(version: number, items: readonly object[], metadata: object = {}): Handler {
  return json({kind: 'List', apiVersion: 'v1', metadata: {resourceVersion: String(version), ...metadata}, items})
}

export function event(type: string, object: object): string {
  return `${JSON.stringify({type, object})}\n`
}

export function bookmark(version: number): string {
  return event('BOOKMARK', {kind: 'Service', apiVersion: 'v1', metadata: {resourceVersion: String(version)}})
}

export function errorEvent(code: number, message: string): string {
  return event('ERROR', {kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code})
}

type After = (response: ServerResponse) => void

/** Takes a watch on, sends these parts one by one, and then does something with it. */
export function stream(parts: readonly (string | Buffer)[], after: After = () => {}): Handler {
  return async (_: IncomingMessage, response) => {
    response.writeHead(200, {'content-type': 'application/json'})
    response.flushHeaders()
    for (const part of parts) {
      await new Promise((resolve) => response.write(part, resolve))
      await setTimeout(1)
    }
    after(response)
  }
}

/** Takes a watch on and says nothing. */
export const hold: Handler = stream([])
export const over: After = (response) => response.end()
export const broken: After = (response) => response.socket?.resetAndDestroy()

/** A clock that runs ahead: whoever sleeps wakes up almost at once. */
export function hastyPace() {
  const waits: number[] = []
  let time = Date.UTC(2026, 0, 1)
  return {
    waits,
    now: () => time,
    random: () => 0,
    sleep: async (milliseconds: number, signal: AbortSignal) => {
      signal.throwIfAborted()
      waits.push(milliseconds)
      time += milliseconds
      await setTimeout(milliseconds === 0 ? 0 : 2, undefined, {signal}).catch(() => signal.throwIfAborted())
    },
  }
}

export interface Watching {
  /** The next cluster of which this holds; fails where the watch ends before. */
  readonly next: (holds?: (names: readonly string[]) => boolean) => Promise<readonly string[]>
  readonly cluster: () => Cluster
  readonly end: () => Promise<void>
}

/** Follows what a question needs; objects are told as `kind/name@resourceVersion`. */
export async function startWatching(
  to: ReturnType<typeof connection>,
  needs: (soFar: Cluster) => readonly Read[],
  options: LiveOptions = {},
): Promise<Watching> {
  const live = await openLiveCluster(to, {pace: hastyPace(), ...options})
  const clusters = live.watch(needs, (input) => buildCluster(input, undefined))
  let cluster: Cluster
  return {
    cluster: () => cluster,
    next: async (holds = () => true) => {
      for (;;) {
        const {value} = await clusters.next()
        cluster = value.cluster
        const names = value.input.objects.map(({object}) => {
          const {name, resourceVersion} = object['metadata'] as {name: string; resourceVersion: string}
          return `${name}@${resourceVersion}`
        })
        if (holds(names)) return names
      }
    },
    end: async () => {
      await clusters.return(undefined as never)
      live.close()
    },
  }
}
