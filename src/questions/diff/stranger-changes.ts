import {judgeSide} from '../../network/policy/judgement.ts'
import type {PodGroup} from '../../network/policy/pod-group.ts'
import {includesGroup} from '../../network/policy/pod-set.ts'
import type {PodSet} from '../../network/policy/policy.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {draftOf, plainDraft, type Stranger, strangerOf} from '../exposure/stranger.ts'
import {describePeer} from '../policy-wording.ts'
import type {Access} from '../who/access.ts'
import type {Destination} from '../who/destinations.ts'
import {ACCESS_RANK} from './audiences.ts'

/** Pods that neither input need have, and that fare otherwise than before: some may be there, and others may come. */
export interface StrangerChange {
  /** `anyone`: any pod of any namespace. `neighbour`: any of the same. `named`: such as a rule names. */
  readonly kind: 'anyone' | 'neighbour' | 'named'
  /** `any pod`, `app=web of namespaces team=analytics`. */
  readonly text: string
  /** Whether they are of the namespace that they connect to. */
  readonly isOwn: boolean
  readonly opens: boolean
  readonly before: Access
  readonly after: Access
  /** Whether the pods of a group are such. */
  readonly includes: (group: PodGroup) => boolean
}

/** What strangers come to at the same port in two inputs. */
export interface StrangerChanges {
  readonly changes: readonly StrangerChange[]
  /** Whether some of another namespace may come in for certain. */
  readonly isOpenElsewhere: {readonly before: boolean; readonly after: boolean}
}

interface End {
  readonly set: PolicySet
  readonly destinations: readonly Destination[]
}

/** Asks in both inputs about a pod of any namespace, one of the same, and such as any rule of either names. */
export function compareStrangers(before: End, after: End): StrangerChanges {
  const isPoliced = ({destinations}: End) => destinations.some(({ingress}) => ingress.policies.length > 0 || ingress.hasForeign)
  const open = {before: true, after: true}
  if (!isPoliced(before) && !isPoliced(after)) return {changes: [], isOpenElsewhere: open}
  const answers = questionsOf(before, after).flatMap((question) => {
    const [was, is] = [accessOf(question, before), accessOf(question, after)]
    return was === undefined || is === undefined ? [] : {question, was, is}
  })
  const isOpenIn = (side: 'was' | 'is') => answers.some((one) => !one.question.isOwn && ACCESS_RANK[one[side]] >= ACCESS_RANK.partial)
  return {
    changes: answers.flatMap(({question, was, is}): readonly StrangerChange[] => {
      if (was === is) return []
      const {kind, text, isOwn, includes} = question
      return [{kind, text, isOwn, includes, opens: ACCESS_RANK[is] > ACCESS_RANK[was], before: was, after: is}]
    }),
    isOpenElsewhere: {before: isOpenIn('was'), after: isOpenIn('is')},
  }
}

interface Question extends Pick<StrangerChange, 'kind' | 'text' | 'isOwn' | 'includes'> {
  readonly strangerFor: (set: PolicySet, home: PodGroup) => Stranger | undefined
}

function questionsOf(before: End, after: End): readonly Question[] {
  const destinations = [...before.destinations, ...after.destinations]
  const [home] = destinations.flatMap(homeOf)
  if (!home) return []
  const namespace = home.namespace
  const sets = destinations
    .flatMap(({ingress}) => ingress.policies)
    .flatMap((policy) => policy.ingress ?? [])
    .flatMap(({peers}) => (peers === 'anyone' ? [] : peers.flatMap((peer) => (peer.kind === 'pods' ? peer.pods : []))))
  const named = new Map(sets.map((pods) => [JSON.stringify(pods), pods]))
  return [
    {
      kind: 'anyone',
      text: 'any pod',
      isOwn: false,
      includes: () => true,
      strangerFor: (set, group) => strangerOf(set, group, plainDraft(group, 'elsewhere')),
    },
    {
      kind: 'neighbour',
      text: `any pod of namespace ${namespace}`,
      isOwn: true,
      includes: (group) => group.namespace === namespace,
      strangerFor: (set, group) => strangerOf(set, group, plainDraft(group, 'own')),
    },
    ...[...named.values()].map((pods): Question => {
      const {namespaces} = pods
      return {
        kind: 'named',
        text: describePods(pods),
        isOwn: namespaces.kind === 'named' && namespaces.namespace === namespace,
        includes: (group) => [before, after].some(({set}) => includesGroup(pods, group, set.namespaceLabels, home) === true),
        strangerFor: (set, group) => {
          const draft = draftOf(set, group, pods)
          return draft && strangerOf(set, group, draft)
        },
      }
    }),
  ]
}

function homeOf({party}: Destination): PodGroup | readonly never[] {
  return party.kind === 'pod' ? party.group : []
}

function describePods(pods: PodSet): string {
  const text = describePeer({kind: 'pods', pods})
  return pods.pods?.length === 0 ? text : `pods ${text}`
}

/** Of all destinations of a port; undefined where no pod can be such. */
function accessOf({strangerFor}: Question, {set, destinations}: End): Access | undefined {
  const verdicts: (boolean | null)[] = []
  for (const {party, port, called} of destinations) {
    if (party.kind !== 'pod') {
      verdicts.push(true)
      continue
    }
    const stranger = strangerFor(set, party.group)
    if (!stranger) return undefined
    const source = {...stranger.party, family: party.family}
    verdicts.push(judgeSide(stranger.set, 'ingress', {source, destination: party, port, called}).allowed)
  }
  const has = (wanted: boolean | null) => verdicts.includes(wanted)
  if (has(true)) return has(false) ? 'partial' : has(null) ? 'unknown' : 'allowed'
  return has(null) ? 'unknown' : 'denied'
}
