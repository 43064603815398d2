import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import {referenceTo} from '../../cluster/identity.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import type {Absence} from '../../network/dns/reason.ts'
import type {Finding} from '../../report.ts'
import {count, enumerate} from '../naming.ts'
import {fixWith, targetOf} from '../resolve/change.ts'
import {findingsOf} from '../resolve/finding.ts'
import {judge} from '../resolve/judgement.ts'
import type {Asker} from './asker.ts'
import {describeAbsence} from './wording.ts'

/** What is to be said of the Service or the pod that keeps a name from being answered. */
export function findingsAbout(cluster: Cluster, why: Absence | undefined, asker: Asker | undefined): readonly Finding[] {
  return [...(why ? findingsOfAbsence(cluster, why) : []), ...(asker ? findingsOfAsker(asker, why) : [])]
}

function findingsOfAbsence(cluster: Cluster, why: Absence): readonly Finding[] {
  switch (why.kind) {
    case 'no-ready-endpoint':
      return findingsOf(cluster, judge(cluster, why.service))
    case 'alias-is-address':
    case 'alias-leads-nowhere': {
      const {sentence, advice} = describeAbsence(cluster, why, ['A'])
      return [
        {
          rule: `routing/dns-${why.kind}`,
          severity: 'warning',
          message: sentence,
          object: referenceTo(why.service),
          ...placeIn(why.service, ['spec', 'externalName']),
          fix: {description: advice ?? 'name a Service that exists, or a host outside of the cluster'},
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
  const {nameservers, searches, ndots} = resolver.excess
  const excess = [
    ...(nameservers.length > 0 ? [`${count(nameservers.length, 'nameserver')} beyond 3 (${enumerate(nameservers)})`] : []),
    ...(searches.length > 0 ? [`${count(searches.length, 'search domain')} beyond 32 or 2,048 characters (${enumerate(searches)})`] : []),
    ...(ndots === undefined ? [] : [`ndots:${ndots}, of which resolvers take 15`]),
  ]
  if (excess.length > 0) {
    findings.push({
      rule: 'routing/dns-config-limits',
      severity: 'warning',
      message: `dnsConfig has more than a resolver takes, and kubelet leaves it out: ${enumerate(excess)}`,
      object: pod.target,
      ...placeIn(pod, [...pod.specPath, 'dnsConfig']),
      fix: {description: 'put the domains that matter first, and drop the others'},
    })
  }
  return findings
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
