import {fieldsOf, itemsOf} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import {shortName} from '../naming.ts'
import type {Effect, EffectKind} from './effect.ts'
import {endpointEffects} from './endpoint-effects.ts'
import type {PairedServices, ServicePair} from './pairing.ts'
import {portEffects} from './port-effects.ts'
import type {ServiceState} from './side.ts'

/** What became of Services themselves, of their ports and of what stands behind them. */
export function serviceEffects({pairs, removed, added}: PairedServices): readonly Effect[] {
  return [
    ...removed.map((state) => standing('service-removed', state, 'removed')),
    ...added.map((state) => standing('service-added', state, 'added')),
    ...pairs.flatMap((pair) => [...typeEffects(pair), ...endpointEffects(pair), ...portEffects(pair)]),
  ]
}

function standing(kind: 'service-added' | 'service-removed', state: ServiceState, word: string): Effect {
  const text = describeService(state)
  return {
    kind,
    severity: 'info',
    subject: state.reference,
    reach: undefined,
    about: '',
    before: kind === 'service-removed' ? text : null,
    after: kind === 'service-added' ? text : null,
    message: `${word}: ${text}`,
    involved: [state.reference],
  }
}

function describeService({service, owners, judgement}: ServiceState): string {
  const ports = service.ports.map(({port, protocol}) => `${port ?? '?'}${protocol === 'TCP' ? '' : `/${protocol}`}`).join(', ')
  const names = [...owners.values()].map(({reference}) => shortName(reference))
  const lead = service.type === 'ExternalName' ? ` → ${service.externalName ?? '?'}` : names.length > 0 ? ` → ${names.join(', ')}` : ''
  const fault = judgement.verdict === 'empty' ? ', reaches no pod' : ''
  return `${typeOf(service)}${ports === '' ? '' : ` ${ports}`}${lead}${fault}`
}

function typeOf({type, headless}: Service): string {
  return headless && type === 'ClusterIP' ? 'headless' : type
}

/** What a Service says of traffic beside its ports. An address that only one input states is no difference. */
function typeEffects({before, after}: ServicePair): readonly Effect[] {
  const effects: Effect[] = []
  const add = (kind: EffectKind, about: string, was: string | null, is: string | null, severity: Effect['severity'] = 'info') => {
    if (was === is) return
    const message = `${about}: ${was ?? 'not stated'} → ${is ?? 'not stated'}`
    effects.push({
      kind,
      severity,
      subject: after.reference,
      reach: undefined,
      about,
      before: was,
      after: is,
      message,
      involved: [after.reference],
    })
  }
  const [was, is] = [before.service, after.service]
  const refusals = [refusalOf(was), refusalOf(is)] as const
  if (refusals[0] !== refusals[1]) {
    const message = refusals[1] ?? 'is one that the API server takes again'
    const [kind, severity] = refusals[1] ? (['update-refused', 'warning'] as const) : (['update-possible', 'info'] as const)
    const states = {before: refusals[0] ?? null, after: refusals[1] ?? null}
    effects.push({
      kind,
      severity,
      subject: after.reference,
      reach: undefined,
      about: 'clusterIP',
      ...states,
      message,
      involved: [after.reference],
    })
  }
  add('type-changed', 'type', typeOf(was), typeOf(is))
  add('setting-changed', 'externalName', was.externalName ?? null, is.externalName ?? null, 'warning')
  for (const [field, fallback] of SETTINGS) add('setting-changed', field, settingOf(was, field, fallback), settingOf(is, field, fallback))
  if (was.clusterIPs.length > 0 && is.clusterIPs.length > 0)
    add('setting-changed', 'clusterIP', was.clusterIPs.join(', '), is.clusterIPs.join(', '))
  return effects
}

/**
 * Why the API server takes no such Service. One that runs keeps its `clusterIP: None` where a manifest leaves the field out (patchAllocatedValues of
 * pkg/registry/core/service/storage), and no such Service may be of another type ("may not be set to 'None' for LoadBalancer services", ValidateService of
 * pkg/apis/core/validation).
 */
function refusalOf({object, type}: Service): string | undefined {
  const {clusterIP, clusterIPs} = fieldsOf(object['spec'])
  const isNone = clusterIP === 'None' || itemsOf(clusterIPs)[0] === 'None'
  if (!isNone || (type !== 'NodePort' && type !== 'LoadBalancer')) return undefined
  return `the API server refuses it: its clusterIP stays None, which a ${type} may not have; delete the Service first`
}

/** Fields of the spec with the API server's defaults (SetDefaults_Service of pkg/apis/core/v1). */
const SETTINGS = [
  ['externalTrafficPolicy', 'Cluster'],
  ['internalTrafficPolicy', 'Cluster'],
  ['sessionAffinity', 'None'],
  ['publishNotReadyAddresses', 'false'],
  ['trafficDistribution', ''],
] as const

function settingOf(service: Service, field: string, fallback: string): string {
  const spec = service.object['spec'] as Readonly<Record<string, unknown>> | undefined
  return String(spec?.[field] ?? fallback) || 'none'
}
