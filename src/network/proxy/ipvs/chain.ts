import {type Chain, comment, type Rule} from '../iptables/rule.ts'

/** A chain of kube-proxy's. */
export function own(name: string, rules: readonly Rule[]): Chain {
  return {name, policy: null, rules}
}

/** A chain of the kernel's. */
export function builtIn(name: string, rules: readonly Rule[]): Chain {
  return {name, policy: 'ACCEPT', rules}
}

export function jumpTo(chain: string, text: string): Rule {
  return {matches: [comment(text)], jump: chain}
}
