import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {createInterface} from 'node:readline'
import {program} from './programs.ts'

/** How a program ended. */
export interface Executed {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What came of one connection from inside the sandbox. */
export interface Outcome {
  readonly kind: 'answered' | 'refused' | 'timeout' | 'unreachable'
  /** The pod that answered, and the source address that it saw. */
  readonly name?: string
  readonly source?: string
}

/** How often that came of a connection that was opened many times. */
export interface Tally extends Outcome {
  readonly count: number
}

/** A connection from a network namespace to an address and port, never a name. */
export interface Connection {
  readonly namespace: string
  readonly protocol: 'tcp' | 'udp'
  readonly address: string
  /** The client's address, where its namespace has several. */
  readonly source?: string
  /** UDP only: the socket takes datagrams from anybody, so it does not hear of refusals. */
  readonly unconnected?: boolean
  readonly timeoutMs?: number
}

export interface DnsReply {
  readonly status: string
  /** The answer section, `name TYPE data` each, sorted. */
  readonly records: readonly string[]
  readonly ttls: readonly number[]
  /** Whether the authority section holds the zone's SOA. */
  readonly authority: boolean
}

/**
 * A place of its own for one run: private network, mount and PID namespaces, whose first process is the agent (programs/agent). Programs, network
 * namespaces, rules, files and sockets live in it only. It ends with the agent, and the agent with this process, so that nothing stays behind after
 * a crash either. Two of them never meet.
 */
export interface Sandbox {
  /** Host path of a file of the sandbox's own folder; inside it is `inside(name)`. */
  readonly file: (name: string) => string
  readonly inside: (name: string) => string
  /** Runs a program to its end; throws where it fails, unless `check` is false. `namespace` is one that `ip netns add` made. */
  readonly exec: (argv: readonly string[], options?: {namespace?: string; input?: string; check?: boolean}) => Promise<Executed>
  /** Starts a program that goes on; its log is `file(`${name}.log`)`. */
  readonly start: (
    name: string,
    argv: readonly string[],
    options?: {namespace?: string; env?: Readonly<Record<string, string>>},
  ) => Promise<void>
  readonly stop: (name: string) => Promise<void>
  /** Makes a TCP address of the sandbox reachable through a Unix socket, and gives its host path. */
  readonly forward: (name: string, address: string) => Promise<string>
  /** Plays a pod: servers that answer its name and the source that they saw. Resolves when they listen. */
  readonly serve: (pod: {
    readonly namespace: string
    readonly name: string
    readonly tcp: readonly number[]
    readonly udp: readonly number[]
    readonly addresses?: readonly string[]
  }) => Promise<void>
  readonly connect: (connection: Connection) => Promise<Outcome>
  /** Opens the same connection so many times, one after the other. */
  readonly repeat: (connection: Connection, times: number) => Promise<readonly Tally[]>
  readonly query: (
    server: string,
    questions: readonly {readonly name: string; readonly type: string}[],
    namespace?: string,
  ) => Promise<readonly DnsReply[]>
  /** Ends everything in it; resolves when it is gone. */
  readonly close: () => Promise<void>
}

const FOLDER = '/run/svcscope'
/** A refusal in IPv6 may take a second. */
const TIMEOUT_MS = 2500

/** An own /run holds the names of network namespaces, the lock of iptables and our files; it goes with the mount namespace. */
const SETUP = `mount -t tmpfs tmpfs /run && mkdir -p /run/netns ${FOLDER} && ip link set lo up && exec "$0"`

export async function openSandbox(): Promise<Sandbox> {
  const agent = await program('agent')
  const child = spawn(
    'unshare',
    ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private', 'sh', '-c', SETUP, agent],
    {stdio: ['pipe', 'pipe', 'inherit']},
  )
  const ask = await converse(child)
  // Its only child is the first process of the sandbox; through that one's root we see the sandbox's files.
  const first = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim()
  const file = (name: string) => `/proc/${first}/root${FOLDER}/${name}`
  const inside = (name: string) => `${FOLDER}/${name}`
  return {
    file,
    inside,
    exec: async (argv, {namespace = '', input = '', check = true} = {}) => {
      const ended = (await ask({do: 'exec', namespace, argv, input, timeoutMs: 60_000})) as Executed
      if (check && ended.code !== 0) throw new Error(`${argv.join(' ')} ended with ${ended.code}: ${ended.stderr || ended.stdout}`)
      return ended
    },
    start: async (name, argv, {namespace = '', env = {}} = {}) => {
      await ask({do: 'start', name, namespace, argv, env, log: inside(`${name}.log`)})
    },
    stop: async (name) => {
      await ask({do: 'stop', name})
    },
    forward: async (name, address) => {
      await ask({do: 'forward', socket: inside(name), address})
      return file(name)
    },
    serve: async (pod) => {
      await ask({do: 'serve', ...pod})
    },
    connect: async (connection) => (await ask({do: 'connect', timeoutMs: TIMEOUT_MS, ...connection})) as Outcome,
    repeat: async (connection, times) => (await ask({do: 'repeat', timeoutMs: TIMEOUT_MS, ...connection, times})) as readonly Tally[],
    query: async (server, questions, namespace = '') => (await ask({do: 'query', namespace, server, questions})) as readonly DnsReply[],
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.stdin?.end()
      await gone
    },
  }
}

type Ask = (request: Readonly<Record<string, unknown>>) => Promise<unknown>

interface Answer {
  readonly id: number
  readonly error?: string
  readonly result?: unknown
}

/** Requests and answers, a line each, in any order. */
async function converse(child: ChildProcess): Promise<Ask> {
  const {stdin, stdout} = child
  if (!stdin || !stdout) throw new Error('the agent has no pipes')
  const waiting = new Map<number, {resolve: (result: unknown) => void; reject: (error: Error) => void}>()
  let last = 0
  const ready = new Promise<unknown>((resolve, reject) => waiting.set(0, {resolve, reject}))
  createInterface({input: stdout}).on('line', (line) => {
    const {id, error, result} = JSON.parse(line) as Answer
    const asker = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asker?.resolve(result)
    else asker?.reject(new Error(error))
  })
  child.once('exit', (code) => {
    for (const {reject} of waiting.values()) reject(new Error(`the sandbox ended with ${code}`))
    waiting.clear()
  })
  // A sandbox that ends while it is written to says so above.
  stdin.on('error', () => {})
  await ready
  return (request) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, {resolve, reject})
      stdin.write(`${JSON.stringify({id: last, ...request})}\n`)
    })
}
