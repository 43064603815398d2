import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {unjudgedObjects} from '../../network/entry/foreign/unjudged-kinds.ts'
import type {ForeignPolicy} from '../../network/policy/foreign-policy.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import type {ObjectEdit} from './edit.ts'
import {type Effect, keyOf} from './effect.ts'
import type {DiffScope} from './side.ts'

/**
 * Policies of other APIs, and other ways to Services, that are not the same in both inputs. What they say is not judged, so that nobody else can tell what
 * their change opens: that it may is a warning.
 */
export function unjudgedEffects(
  before: Cluster,
  after: Cluster,
  edits: ReadonlyMap<string, ObjectEdit>,
  {namespace}: Pick<DiffScope, 'namespace'>,
): readonly Effect[] {
  const isInScope = ({namespace: own}: ObjectReference) => namespace === undefined || own === null || own === namespace
  const policies = [before, after].flatMap((cluster) => policiesOf(cluster).foreign).filter(({reference}) => isInScope(reference))
  const ways = [before, after].flatMap(unjudgedObjects).filter(isInScope)
  const told = <T>(all: ReadonlyMap<string, T>, describe: (one: T, edit: ObjectEdit) => Effect) =>
    [...all].flatMap(([key, one]) => {
      const edit = edits.get(key)
      return edit ? describe(one, edit) : []
    })
  return [
    ...told(new Map(policies.map((policy) => [keyOf(policy.reference), policy])), changedPolicy),
    ...told(new Map(ways.map((way) => [keyOf(way), way])), changedWay),
  ]
}

function changedWay(way: ObjectReference, {kind}: ObjectEdit): Effect {
  return {
    kind: 'way-not-judged',
    severity: kind === 'removed' ? 'info' : 'warning',
    ...standings(way, kind),
    about: 'way',
    message: `${verbOf(kind)}, and where it leads is not judged: more or less may be open by it`,
    isDoubtful: true,
  }
}

/** What both have in common, whatever became of it. */
function standings(
  subject: ObjectReference,
  kind: ObjectEdit['kind'],
): Pick<Effect, 'subject' | 'reach' | 'before' | 'after' | 'involved'> {
  return {
    subject,
    reach: undefined,
    before: kind === 'added' ? null : 'not judged',
    after: kind === 'removed' ? null : 'not judged',
    involved: [subject],
  }
}

function verbOf(kind: ObjectEdit['kind']): string {
  return kind === 'changed' ? 'changed' : `was ${kind}`
}

function changedPolicy(policy: ForeignPolicy, {kind}: ObjectEdit): Effect {
  const {reference, product, ingress, egress} = policy
  const what = ingress ? 'who may reach what it is for' : egress ? 'where what it is for may connect' : 'what it asks of clients'
  return {
    kind: 'policy-not-judged',
    severity: mayOpen(policy, kind) ? 'warning' : 'info',
    ...standings(reference, kind),
    about: 'rules',
    message: `${verbOf(kind)}, and policies of ${product} are not judged: ${what} may be another`,
    isDoubtful: true,
  }
}

/** One that is new opens nothing where it can only forbid, and one that is gone nothing where it can only allow. */
function mayOpen({ingress, egress}: ForeignPolicy, kind: ObjectEdit['kind']): boolean {
  const effects = [ingress, egress].flatMap((effect) => effect ?? [])
  switch (kind) {
    case 'added':
      return effects.some(({mayAllow}) => mayAllow)
    case 'removed':
      return effects.some(({mayForbid}) => mayForbid !== 'nothing')
    case 'changed':
      return true
  }
}
