import {askDns} from '../../../src/questions/dns/dns.ts'
import {dnsNeeds} from '../../../src/questions/dns/needs.ts'
import {list} from '../../../src/questions/list/list.ts'
import {listNeeds} from '../../../src/questions/list/needs.ts'
import {planNeeds} from '../../../src/questions/plan/needs.ts'
import {joinPlan} from '../../../src/questions/plan/question.ts'
import {planSubnets} from '../../../src/questions/plan/subnet-plan.ts'
import {proxyNeeds} from '../../../src/questions/proxy/needs.ts'
import {askProxyRules} from '../../../src/questions/proxy/rules.ts'
import {resolveNeeds} from '../../../src/questions/resolve/needs.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import {traceNeeds} from '../../../src/questions/trace/needs.ts'
import {trace} from '../../../src/questions/trace/trace.ts'
import {whoisNeeds} from '../../../src/questions/whois/needs.ts'
import {whois} from '../../../src/questions/whois/whois.ts'
import {parseProxyConfiguration} from '../../../src/sources/proxy-configuration.ts'
import type {Asked} from './asked.ts'

const PROXY = {
  node: undefined,
  mode: undefined,
  clusterCidr: undefined,
  version: undefined,
  document: undefined,
  parse: parseProxyConfiguration,
}
const SCOPE = {namespace: undefined, selector: undefined}

export function asksResolve(namespace: string | undefined, ...targets: string[]): Asked {
  const parameters = {targets, namespace, selector: undefined}
  return {
    words: `resolve ${targets.join(' ')} -n ${namespace}`,
    needs: resolveNeeds(parameters, true),
    ask: (cluster) => resolve(cluster, parameters),
  }
}

export function asksPolicies(namespace: string | undefined, ...targets: string[]): Asked {
  const parameters = {targets, namespace, selector: undefined, policies: true}
  return {
    words: `resolve ${targets.join(' ')} --policies -n ${namespace}`,
    needs: resolveNeeds(parameters, true),
    ask: (cluster) => resolve(cluster, parameters),
  }
}

export function asksTrace(namespace: string | undefined, word: string, from?: string): Asked {
  const parameters = {...PROXY, words: [word], from, family: undefined, rules: true, namespace, selector: undefined}
  return {
    words: `trace ${word} -n ${namespace} --from ${from}`,
    needs: traceNeeds(parameters, true),
    ask: (cluster) => trace(cluster, parameters),
  }
}

export function asksDns(namespace: string | undefined, word: string, from?: string): Asked {
  const parameters = {words: [word], from, types: undefined, clusterDomain: undefined, namespace, selector: undefined}
  return {
    words: `dns ${word} -n ${namespace} --from ${from}`,
    needs: dnsNeeds(parameters, true),
    ask: (cluster) => askDns(cluster, parameters),
  }
}

export function asksWhois(word: string): Asked {
  const parameters = {words: [word], ...SCOPE}
  return {words: `whois ${word}`, needs: whoisNeeds(parameters, true), ask: (cluster) => whois(cluster, parameters)}
}

export function asksList(namespace: string | undefined): Asked {
  const parameters = {targets: [], namespace, selector: undefined, now: Date.UTC(2030, 1, 1)}
  return {words: `list -n ${namespace}`, needs: listNeeds(parameters, true), ask: (cluster) => list(cluster, parameters)}
}

export function asksRules(node: string, mode: 'iptables' | 'nftables' | 'ipvs'): Asked {
  const parameters = {...PROXY, node, mode, ...SCOPE}
  return {words: `proxy rules --node ${node} --proxy-mode ${mode}`, needs: proxyNeeds, ask: (cluster) => askProxyRules(cluster, parameters)}
}

export function asksPlan(): Asked {
  const parameters = {file: undefined, az: [], flags: {}, nodeSize: undefined}
  return {
    words: 'plan subnet --from-cluster',
    needs: planNeeds,
    ask: (cluster) => planSubnets(joinPlan({...parameters, cluster}), {explain: false, file: undefined}),
  }
}
