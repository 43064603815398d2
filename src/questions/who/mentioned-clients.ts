import type {ClientClass} from './clients.ts'
import type {Relevant} from './relevance.ts'
import type {Subject} from './subjects.ts'

/**
 * The classes of pods whom the ingress policies of a subject may treat otherwise than all others. Pods that no rule of them names differ from each other
 * only where their address or namespace counts, and most of them have that in common.
 */
export function createMentioned(
  clients: readonly ClientClass[],
  relevant: (subject: Subject) => Relevant,
): (subject: Subject) => ReadonlySet<ClientClass> {
  const bySet = classesBySet(clients)
  const usual = usualRest(clients)
  const unusual = clients.filter(({kind, view}) => kind === 'pod' && view.rest !== usual)
  const known = new Map<Subject, ReadonlySet<ClientClass>>()
  return (subject) => {
    const already = known.get(subject)
    if (already) return already
    const {sets, asksMore} = relevant(subject)
    const mentioned = new Set([...sets.flatMap((number) => bySet.get(number) ?? []), ...(asksMore ? unusual : [])])
    known.set(subject, mentioned)
    return mentioned
  }
}

function usualRest(clients: readonly ClientClass[]): string | undefined {
  const times = new Map<string, number>()
  for (const {view, groups} of clients) times.set(view.rest, (times.get(view.rest) ?? 0) + groups.length)
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function classesBySet(clients: readonly ClientClass[]): ReadonlyMap<number, readonly ClientClass[]> {
  const byView = new Map<number, ClientClass[]>()
  for (const client of clients) {
    for (const number of client.view.sets.keys()) {
      const known = byView.get(number)
      if (known) known.push(client)
      else byView.set(number, [client])
    }
  }
  return byView
}
