import {referenceTo} from '../../../../cluster/identity.ts'
import type {Rule} from '../../rule.ts'

export const appProtocolMismatch: Rule = {
  id: 'routing/app-protocol-mismatch',
  severity: 'warning',
  title: 'an appProtocol that the name of the port contradicts',
  why: 'Meshes, Gateways and load balancers ask appProtocol what is spoken at a port, and where it is absent, Istio asks the name (grpc-api). Where the two disagree one of them is wrong: calls fail, or are balanced by connection and not by request.',
  fix: 'Let appProtocol say what is spoken, and call the port after it.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec:
  selector: {app: api}
  ports:
    - name: grpc-api
      port: 9000
      appProtocol: http
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec:
  selector: {app: api}
  ports:
    - name: grpc-api
      port: 9000
      appProtocol: grpc
`,
  check: ({special}) =>
    special.flatMap((service) =>
      service.ports.flatMap(({name, appProtocol, index}) => {
        if (appProtocol === null) return []
        const prefix = name?.startsWith('grpc-web') ? 'grpc-web' : (name?.split('-')[0] ?? '')
        const [called, spoken] = [SPOKEN.get(prefix), SPOKEN.get(appProtocol.toLowerCase())]
        if (called === undefined || spoken === undefined || called.some((one) => spoken.includes(one))) return []
        return [
          {
            message: `appProtocol of port ${name} is ${appProtocol}, and its name says ${prefix}`,
            object: referenceTo(service),
            place: service.origin && {origin: service.origin, path: ['spec', 'ports', index, 'appProtocol']},
            aside: `the name says ${prefix}`,
            fix: {description: 'let appProtocol say what is spoken, and call the port after it'},
          },
        ]
      }),
    ),
}

/** What each word may stand for: HTTP/2 without TLS is HTTP too, and gRPC is HTTP/2. Words that say nothing of what is spoken (tcp, tls) agree with all. */
const SPOKEN: ReadonlyMap<string, readonly string[]> = new Map([
  ['http', ['http', 'ws', 'web']],
  ['http2', ['http', 'http2', 'grpc']],
  ['h2c', ['http', 'http2', 'grpc']],
  ['kubernetes.io/h2c', ['http', 'http2', 'grpc']],
  ['kubernetes.io/ws', ['http', 'ws']],
  ['kubernetes.io/wss', ['https', 'ws']],
  ['grpc', ['http2', 'grpc']],
  ['grpc-web', ['http', 'web', 'http2']],
  ['https', ['https']],
  ['mongo', ['mongo']],
  ['mysql', ['mysql']],
  ['redis', ['redis']],
])
