import type {Cluster} from '../../cluster/cluster.ts'
import type {Explanation} from './explanation.ts'
import {findForbiddenDns} from './forbidden-dns.ts'
import type {Passage} from './passage.ts'
import type {StepData} from './trace-data.ts'

/** A passage that begins with a name ends where policies let no query out. */
export function underDnsPolicy(cluster: Cluster, passage: Passage): Passage {
  const [first] = passage.steps
  if (first?.step !== 'name' || first.ok !== true) return passage
  const why = findForbiddenDns(cluster, passage.caller)
  return why ? endedBy(passage, first, why) : passage
}

function endedBy({steps: _, ...passage}: Passage, name: StepData, why: Explanation): Passage {
  return {
    kind: 'end',
    steps: [{...name, ok: false, message: why.message}],
    caller: passage.caller,
    judged: {verdict: 'unresolved', why},
    service: passage.service,
    port: undefined,
  }
}
