import {count} from '../naming.ts'
import type {About} from './observation.ts'
import type {Group} from './problem.ts'

/** What an address or a node port that no Service has still gets. */
export function describeLeftover({at, via}: Extract<About, {kind: 'leftover'}>, observations: Group['observations']): string {
  const place = via === 'address' ? at : `node port ${at}`
  return `${place} is still ${describeService(via, observations)}, though no Service has it`
}

function describeService(via: Extract<About, {kind: 'leftover'}>['via'], observations: Group['observations']): string {
  const servers = observations.flatMap(({endpoints}) => (endpoints ? [endpoints] : []))
  const [first, ...others] = new Set(servers.flat())
  if (first !== undefined) return `served, to ${first}${others.length > 0 ? ` and ${count(others.length, 'other')}` : ''}`
  if (servers.length > 0) return 'a virtual server, without endpoints'
  switch (via) {
    case 'node port':
      return 'masqueraded'
    case 'health check':
      return 'open for a health check'
    case 'address':
      return `in ${[...new Set(observations.map(({where}) => where.replace(/^set /, '')))].join(', ')}`
  }
}
