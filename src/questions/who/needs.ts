import type {Read} from '../../cluster/read.ts'
import {meshReads} from '../reads/mesh-reads.ts'
import type {LiveScope, Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'
import {policyReads} from '../reads/policy-reads.ts'
import {readsOfScope} from '../reads/scope-reads.ts'
import {readsBehindService, readsToFindService, servicesCalled} from '../reads/service-reads.ts'
import {unlessMistaken} from '../reads/unless-mistaken.ts'
import {parseTargets} from '../target.ts'
import type {WhoParameters} from './who.ts'

/** Anybody may be a client, policies of any namespace may hold it up, and behind an Ingress are clients whom the pods never see. */
const CLIENTS: readonly Read[] = [{kind: 'Pod'}, NODES, ...policyReads(undefined), {kind: 'Ingress'}]

/** What `trace --who` has to read: the Service and what stands behind it, or each kind once, and all pods, policies and namespaces. */
export function whoNeeds(parameters: WhoParameters, search: boolean): Needs {
  const scope: LiveScope = {namespace: parameters.namespace, search}
  const [target] = unlessMistaken(() => parseTargets(parameters.words, [])) ?? []
  return (soFar) => {
    const clients = [...CLIENTS, ...meshReads(soFar)]
    if (!target)
      return [...readsOfScope(soFar, {...scope, selector: parameters.selector}).filter((read) => read.kind !== 'Pod'), ...clients]
    const {name} = target
    if (name === undefined) return []
    const found = servicesCalled(soFar, name, parameters.namespace)
    return [...readsToFindService(soFar, name, scope), ...found.flatMap((service) => readsBehindService(soFar, service, scope)), ...clients]
  }
}
