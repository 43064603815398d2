import {itemsOf, valueAt} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import type {Rule} from '../../rule.ts'

export const portNameProtocol: Rule = {
  id: 'routing/port-name-protocol',
  severity: 'warning',
  title: 'a port that is called after another protocol than it has',
  why: 'The protocol of a port is TCP where none is stated, whatever the port is called. A port called dns-udp without protocol: UDP passes no datagrams on.',
  fix: 'State the protocol that the name says, or call the port after the one that it has.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#protocol-support'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: dns, namespace: shop}
spec:
  selector: {app: dns}
  ports:
    - {name: dns, port: 53}
    - {name: dns-udp, port: 54}
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: dns, namespace: shop}
spec:
  selector: {app: dns}
  ports:
    - {name: dns, port: 53}
    - {name: dns-udp, port: 54, protocol: UDP}
`,
  check: ({services}) =>
    services.flatMap((service) =>
      service.ports.flatMap(({name, protocol, index}) => {
        const said = protocolIn(name)
        if (said === undefined || said === protocol || (protocol !== 'TCP' && protocol !== 'UDP')) return []
        const isStated = valueAt(itemsOf(valueAt(service.object, 'spec', 'ports'))[index], 'protocol') !== undefined
        const path = ['spec', 'ports', index]
        const target = targetOf(service, service.origin)
        const change = {kind: 'set', target, path: [...path, 'protocol'], from: protocol, to: said} as const
        return [
          {
            message: `port ${name} is called after ${said}, and its protocol is ${protocol}${isStated ? '' : ', as none is stated'}`,
            object: referenceTo(service),
            place: service.origin && {origin: service.origin, path: [...path, isStated ? 'protocol' : 'name']},
            aside: `it is ${protocol}`,
            fix: fixWith(`write protocol: ${said}, or another name`, isStated ? [change] : []),
          },
        ]
      }),
    ),
}

/** `udp` or `tcp` as a word of the name, and not both. */
function protocolIn(name: string | null): 'TCP' | 'UDP' | undefined {
  if (name === null || !/tcp|udp/.test(name)) return undefined
  const words = name.split('-')
  const [tcp, udp] = [words.includes('tcp'), words.includes('udp')]
  return tcp === udp ? undefined : tcp ? 'TCP' : 'UDP'
}
