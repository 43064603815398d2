import type {Cluster} from '../../cluster/cluster.ts'
import {ingressesOf, servicesNamed} from '../../network/entry/ingress/ingress.ts'
import {enumerate} from '../naming.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import type {ServiceAnswer} from './service-answer.ts'

/** What a reader should know beside the answer. */
export function notesOn(cluster: Cluster, answers: readonly ServiceAnswer[]): readonly string[] {
  const {all, foreign} = policiesAsEnforced(cluster)
  return [
    ...(all.length === 0 && foreign.length === 0 ? ['the input has no policy: nothing is forbidden'] : []),
    ...ingressNotes(cluster, answers),
    ...rangeNotes(answers),
    ...familyNotes(answers),
  ]
}

/** Clients of an Ingress are nobody outside to the pods. */
function ingressNotes(cluster: Cluster, answers: readonly ServiceAnswer[]): readonly string[] {
  const ingresses = ingressesOf(cluster)
  if (ingresses.length === 0) return []
  const asked = new Set(answers.map(({service}) => `${service.namespace}/${service.name}`))
  const naming = ingresses.filter((ingress) => servicesNamed(ingress).some((name) => asked.has(`${ingress.namespace}/${name}`)))
  if (naming.length === 0) return []
  const names = enumerate(naming.map(({namespace, name}) => `${namespace}/${name}`))
  return [`Ingress ${names}: clients from there come as the pods of the controller, a workload like others here`]
}

/** They guard the load balancer only. */
function rangeNotes(answers: readonly ServiceAnswer[]): readonly string[] {
  const open = answers.filter(({entrance}) => entrance && entrance.sourceRanges.length > 0 && entrance.via.includes('NodePort'))
  if (open.length === 0) return []
  const names = enumerate(open.map(({service}) => `${service.namespace}/${service.name}`))
  return [`loadBalancerSourceRanges of ${names} guard the load balancer, not the node ports`]
}

function familyNotes(answers: readonly ServiceAnswer[]): readonly string[] {
  const [only, other] = answers
  if (!only || other || only.service.ipFamilies.length < 2) return []
  const rest = only.family === 'IPv4' ? 'IPv6' : 'IPv4'
  return [`judged for ${only.family}: --ip-family ${rest} asks about the other`]
}
