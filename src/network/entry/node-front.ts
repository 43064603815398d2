import type {EntryFacts} from './entry-facts.ts'
import type {Front} from './front.ts'
import {isPublicAddress} from './scope.ts'

/**
 * Who can come to a port that nodes answer on, on all of their addresses. Where nobody says what those are it is `network`, with the question: whoever
 * reaches a node's address gets in, which is the private network everywhere, and the internet only where somebody gave nodes public addresses and
 * opened the firewall for these ports.
 */
export function frontOfNodes({nodes}: EntryFacts): Front {
  if (!nodes)
    return {
      reach: 'network',
      sources: [],
      evidence: ['every node answers, whatever guards the load balancer'],
      question: "are the nodes' addresses public? say so in svcscope.yaml",
    }
  return {
    reach: nodes.addresses === 'public' ? 'internet' : 'network',
    sources: [],
    evidence: [
      nodes.evidence,
      nodes.addresses === 'public'
        ? 'firewalls before the nodes are not in the input'
        : 'every node answers, whatever guards the load balancer',
    ],
    question: undefined,
    placement: nodes.addresses,
  }
}

/** Who can come to one address that leads to a node. Nobody to the machine's own. */
export function frontOfAddress(address: string, evidence: string): Front {
  if (/^(127\.|::1$)/.test(address)) return {reach: 'none', sources: [], evidence: [`${address} is the node's own`], question: undefined}
  const isPublic = isPublicAddress(address) === true
  return {
    reach: isPublic ? 'internet' : 'network',
    sources: [],
    evidence: [`${address} is ${isPublic ? 'public' : 'private'}`, evidence],
    question: undefined,
    placement: isPublic ? 'public' : 'private',
  }
}
