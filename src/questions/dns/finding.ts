import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import {referenceTo} from '../../cluster/identity.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {MAX_NAME_LENGTH} from '../../network/dns/domain-name.ts'
import type {Absence} from '../../network/dns/reason.ts'
import type {Resolver} from '../../network/dns/resolver.ts'
import type {Finding} from '../../report.ts'
import {count, enumerate} from '../naming.ts'
import {type Change, fixWith, targetOf} from '../resolve/change.ts'
import {findingsOf} from '../resolve/finding.ts'
import {judge} from '../resolve/judgement.ts'
import type {Asker} from './asker.ts'
import {describeAbsence} from './wording.ts'

const LIMITS = 'routing/dns-config-limits'

/** What is to be said of the Service or the pod that keeps a name from being answered. */
export function findingsAbout(cluster: Cluster, why: Absence | undefined, asker: Asker | undefined): readonly Finding[] {
  return [...(why ? findingsOfAbsence(cluster, why) : []), ...(asker ? findingsOfAsker(asker, why) : [])]
}

function findingsOfAbsence(cluster: Cluster, why: Absence): readonly Finding[] {
  switch (why.kind) {
    case 'no-ready-endpoint':
      return findingsOf(cluster, judge(cluster, why.service))
    case 'alias-is-address':
    case 'alias-without-name':
    case 'alias-is-short':
    case 'alias-of-itself':
    case 'alias-leads-nowhere': {
      const {sentence, advice = 'name a Service that exists, or a host outside of the cluster'} = describeAbsence(cluster, why, ['A'])
      return [
        {
          rule: `routing/dns-${why.kind}`,
          severity: 'warning',
          message: sentence,
          object: referenceTo(why.service),
          ...placeIn(why.service, why.kind === 'alias-without-name' ? ['spec'] : ['spec', 'externalName']),
          fix: why.kind === 'alias-is-short' && why.meant ? fixWith(advice, [renamed(why.service, why.meant)]) : {description: advice},
        },
      ]
    }
    default:
      return []
  }
}

function findingsOfAsker({pod, resolver}: Asker, why: Absence | undefined): readonly Finding[] {
  if (!pod) return []
  const findings: Finding[] = []
  if (why?.kind === 'asked-of-node' && resolver.statedPolicy === 'ClusterFirst') findings.push(onHostNetwork(pod))
  const excess = describeExcess(resolver)
  if (excess.length > 0) {
    findings.push({
      rule: LIMITS,
      severity: 'warning',
      message: `dnsConfig says more than the pod gets: ${enumerate(excess, 5)}`,
      object: pod.target,
      ...placeIn(pod, [...pod.specPath, 'dnsConfig']),
      fix: {description: 'in dnsConfig, put first what matters, and drop the rest'},
    })
  }
  return findings
}

/** What is left out, each with the limit that leaves it out. */
function describeExcess({excess: {nameservers, searches, characters, long, ndots}, policy}: Resolver): readonly string[] {
  const among = policy === 'ClusterFirst' ? " (with the cluster's own)" : ''
  const leftOut = (words: readonly string[], noun: string, limit: string) =>
    words.length === 0 ? [] : [`${count(words.length, noun)} (${enumerate(words)}) beyond ${limit}`]
  return [
    ...leftOut(nameservers, 'nameserver', `the 3 that a resolver takes${among}`),
    ...leftOut(searches, 'search domain', `the 32 that a resolver takes${among}`),
    ...leftOut(characters, 'search domain', '2,048 characters of all together'),
    ...leftOut(long, 'search domain', `${MAX_NAME_LENGTH} characters of a name`),
    ...(ndots === undefined ? [] : [`ndots:${ndots} beyond 15`]),
  ]
}

/** The findings that the headline does not give words to: whatever stands beside the cause, which is the first where there is one. */
export function findingsBeside(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({rule}, index) => index > 0 || rule === LIMITS)
}

function renamed(service: Service, to: string): Change {
  const target = targetOf(service, service.origin)
  return {kind: 'set', target, path: ['spec', 'externalName'], from: service.externalName ?? '', to}
}

/** The classic: ClusterFirst, the default, is the node's resolver for a pod on its node's network. */
function onHostNetwork(pod: Pod): Finding {
  const spec = fieldsOf(pod.spec)
  const target = targetOf(pod.identity, pod.origin)
  const policy = 'ClusterFirstWithHostNet'
  const description = `set dnsPolicy: ${policy}`
  const isPatchable = pod.source === 'template' || pod.identity.uid === undefined
  return {
    rule: 'routing/dns-host-network',
    severity: 'warning',
    message: "a pod on its node's network asks the node's resolver (dnsPolicy: ClusterFirst), which does not know the names of the cluster",
    object: pod.target,
    ...placeIn(pod, [...pod.specPath, ...('dnsPolicy' in spec ? ['dnsPolicy'] : ['hostNetwork'])]),
    fix: !isPatchable
      ? {description}
      : fixWith(description, [
          'dnsPolicy' in spec
            ? {kind: 'set', target, path: [...pod.specPath, 'dnsPolicy'], from: 'ClusterFirst', to: policy}
            : {kind: 'add', target, path: pod.specPath, missing: [], siblings: Object.keys(spec), entries: {dnsPolicy: policy}},
        ]),
  }
}

function placeIn({origin}: Pick<Service | Pod, 'origin'>, path: readonly (string | number)[]): Pick<Finding, 'place'> {
  return origin ? {place: {origin, path}} : {}
}
