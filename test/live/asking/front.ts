import type {IncomingMessage, ServerResponse} from 'node:http'
import {Agent, createServer, request as httpsRequest} from 'node:https'
import type {AddressInfo} from 'node:net'

/** One request that came by. */
export interface Passed {
  readonly method: string
  readonly path: string
  readonly status: number
  /** Bytes of the answer's body as they went over the wire. */
  readonly bytes: number
}

/** A server in front of the API server that sees what is asked, and how much is answered. */
export interface Front {
  readonly url: string
  /** What came by since it was last asked. */
  readonly take: () => readonly Passed[]
  /** Breaks the connections of all answers that are under way; how many that were. */
  readonly cut: () => number
  /** What is asked is changed from now on, on its way to the API server. */
  readonly rewrite: (change: (path: string) => string) => void
  readonly close: () => Promise<void>
}

/** Passes requests on to the API server behind a Unix socket, as they are; `identity` is the certificate that it shows. */
export async function openFront(socketPath: string, identity: {readonly cert: Buffer; readonly key: Buffer}): Promise<Front> {
  const agent = new Agent({keepAlive: true, maxSockets: 256})
  let passed: Passed[] = []
  let change = (path: string) => path
  const underWay = new Set<ServerResponse>()
  const server = createServer(identity, (incoming, outgoing) => {
    const {method = 'GET', url: path = '/', headers} = incoming
    underWay.add(outgoing)
    const onward = httpsRequest(
      {socketPath, agent, method, path: change(path), headers, rejectUnauthorized: false, servername: 'kubernetes'},
      (answer: IncomingMessage) => {
        let bytes = 0
        let isNoted = false
        const note = () => {
          if (!isNoted) passed.push({method, path, status: answer.statusCode ?? 0, bytes})
          isNoted = true
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.on('data', (part: Buffer) => {
          bytes += part.length
        })
        answer.on('end', note)
        // One that was broken off, by either side.
        outgoing.on('close', note)
        // Where the API server breaks off, so does the front.
        answer.on('error', () => outgoing.destroy())
        answer.pipe(outgoing)
        // Whoever watches wants to know at once that it does.
        outgoing.flushHeaders()
      },
    )
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => {
      underWay.delete(outgoing)
      onward.destroy()
    })
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = passed
      passed = []
      return taken
    },
    cut: () => {
      const answers = [...underWay]
      for (const answer of answers) answer.destroy()
      return answers.length
    },
    rewrite: (next) => {
      change = next
    },
    close: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
