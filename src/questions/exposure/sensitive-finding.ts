import {obtain} from '../../cluster/obtain.ts'
import type {Reach} from '../../network/entry/front.ts'
import type {Finding} from '../../report.ts'
import {shortName} from '../naming.ts'
import {isAlarming} from './severity.ts'
import type {Shown, ShownEntry} from './shown-entry.ts'

/** The id of lint's rule too: what is found is the same. */
const RULE = 'exposure/sensitive-port'

/**
 * What had better not be open and is, from outside of the cluster: a warning for each Service, kind of thing and distance, where its first such way is written
 * down. Nobody asked for it to be shut, so it is no error here. What is only perhaps open is none either: the table asks the question.
 */
export function findSensitive(all: readonly Shown[]): readonly Finding[] {
  return all.flatMap(({reference, entries}) => {
    const found = new Map<string, ShownEntry[]>()
    for (const shown of entries) {
      const {entry, sensitivity} = shown
      if (!sensitivity || !isAlarming(entry, sensitivity) || (entry.reach !== 'internet' && entry.reach !== 'network')) continue
      obtain(found, `${entry.reach} ${sensitivity.what}`, () => []).push(shown)
    }
    return [...found.values()].flatMap((group): readonly Finding[] => {
      const [first] = group
      if (!first) return []
      const {entry, sensitivity} = first
      const ways = [...new Set(group.map(describeWay))].join(', ')
      return [
        {
          rule: RULE,
          severity: 'warning',
          message: `${sensitivity?.what} is open to ${CLIENTS[entry.reach]}: ${ways}`,
          object: reference,
          ...(entry.place && {place: entry.place}),
          fix: {description: 'let it be reached inside alone (type: ClusterIP), or only by those who need it (source ranges, policies)'},
        },
      ]
    })
  })
}

const CLIENTS: Readonly<Record<Reach, string>> = {
  internet: 'the internet',
  network: 'private networks',
  cluster: 'the cluster',
  namespace: 'its namespace',
  none: 'nobody',
  unknown: 'somebody, perhaps',
}

/** `LoadBalancer, port 6379, to 203.0.113.0/24`, `Ingress main, port 443`. */
function describeWay({entry: {via, through, port, sources}}: ShownEntry): string {
  const owner = through.find(({kind}) => kind === via)
  const to = sources.length > 0 ? `, to ${sources.join(' and ')}` : ''
  return `${owner ? shortName(owner) : via}${port === null ? '' : `, port ${port}`}${to}`
}
