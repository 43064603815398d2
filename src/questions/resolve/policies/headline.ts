import type {Line} from '../../../report.ts'
import type {PolicedPods} from './policed-pods.ts'

/** `deploy/api is isolated for ingress, and its egress is open`; of several, how many of them are isolated. */
export function headlineOf(all: readonly PolicedPods[]): Line {
  const [only, ...others] = all
  if (!only) return []
  const isTold = !all.some(isUntold)
  const sign = isTold ? ({text: '✓', tone: 'good'} as const) : ({text: '?', tone: 'unsure'} as const)
  if (others.length > 0) return [sign, ' ', summaryOf(all)]
  const name = {text: only.name, tone: 'name'} as const
  if (only.isOnHostNetwork) return [sign, ' no NetworkPolicy is for ', name, ': it is on the network of its node']
  return [sign, ' ', name, isTold ? sentenceOf(only) : doubtOf(only)]
}

export function isUntold({ingress, egress}: PolicedPods): boolean {
  return ingress.isolated === null || egress.isolated === null
}

function sentenceOf({ingress, egress}: PolicedPods): string {
  if (ingress.isolated && egress.isolated) return ' is isolated for ingress and egress'
  if (ingress.isolated) return ' is isolated for ingress, and its egress is open'
  if (egress.isolated) return ' is isolated for egress, and its ingress is open'
  const isSpokenOf = ingress.policies.length + egress.policies.length > 0
  return isSpokenOf ? ' is not isolated, but policies of the cluster select it' : ' is not isolated: no NetworkPolicy selects it'
}

function doubtOf({ingress, egress}: PolicedPods): string {
  const [open, known, other] =
    ingress.isolated === null ? (['ingress', 'egress', egress] as const) : (['egress', 'ingress', ingress] as const)
  if (other.isolated === null) return ': whether it is isolated for ingress or egress cannot be told'
  const certain = other.isolated ? ` is isolated for ${known}` : `: its ${known} is open`
  return `${certain}; whether ${other.isolated ? 'also' : 'it is isolated'} for ${open} cannot be told`
}

/** `12 workloads and pods: 8 isolated for ingress, 3 for egress`. */
function summaryOf(all: readonly PolicedPods[]): string {
  const isolated = (direction: 'ingress' | 'egress') => all.filter((one) => one[direction].isolated).length
  const untold = all.filter(isUntold).length
  const pods = all.filter(({name}) => name.startsWith('pod/')).length
  const what = pods === all.length ? `${pods} pods` : `${all.length} ${pods === 0 ? 'workloads' : 'workloads and pods'}`
  return `${what}: ${isolated('ingress')} isolated for ingress, ${isolated('egress')} for egress${untold > 0 ? `, ${untold} cannot be told` : ''}`
}
