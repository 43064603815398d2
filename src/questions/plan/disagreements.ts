import {DEFAULT_MAX_PODS} from '../../azure/default-max-pods.ts'
import {LIMITS, limitOf} from '../../azure/limits.ts'
import type {Mode} from '../../azure/mode.ts'
import {smallestRange, usableAddresses} from '../../azure/subnet-size.ts'
import {DEFAULT_SURGE, DOCUMENTED_SURGE, surgeText} from '../../azure/surge.ts'
import {amount} from './amount.ts'
import type {Disagreement} from './disagreement.ts'
import {type Option, optionOf} from './option.ts'
import {OWN_DEFAULTS} from './placed-cluster.ts'
import type {Plan} from './plan.ts'

/** Where documents disagree about something that the plan leaves to them: every answer, and what each would mean. */
export function disagreementsOf(plan: Plan, options: readonly Option[], serviceCidrPrefix: number | undefined): readonly Disagreement[] {
  return [
    ...surgeDefault(plan, options),
    ...maxPodsDefaults(plan, options),
    ...serviceCidrEdge(serviceCidrPrefix),
    ...staticBlocksLost(options),
    ...podLimit(options),
    ...growingSubnet(plan),
  ]
}

function surgeDefault(plan: Plan, options: readonly Option[]): readonly Disagreement[] {
  if (plan.pools.every((pool) => pool.maxSurge !== undefined || pool.spot || pool.blueGreen)) return []
  const others = options.map(({mode}) => optionOf(plan, mode, {...OWN_DEFAULTS, surge: DOCUMENTED_SURGE}))
  return [
    {
      id: 'default-surge',
      question: 'what maxSurge is where a pool states none',
      answers: [
        {
          answer: surgeText(DEFAULT_SURGE),
          source: 'Azure/AKS CHANGELOG.md 2025-03-16 (Kubernetes 1.32 and later); SDK text; live output',
          effect: changedSizes(others, options),
          taken: true,
        },
        {
          answer: '1 node',
          source: 'MicrosoftDocs/azure-aks-docs articles/aks/upgrade-aks-node-pools-rolling.md and five more',
          effect: changedSizes(options, others),
          taken: false,
        },
      ],
    },
  ]
}

function maxPodsDefaults(plan: Plan, options: readonly Option[]): readonly Disagreement[] {
  if (plan.pools.every(({maxPods}) => maxPods !== undefined)) return []
  return options.flatMap((option): Disagreement[] => {
    const {mode} = option
    const defaults = DEFAULT_MAX_PODS[mode]
    if (defaults.length < 2) return []
    const answers = defaults.map(({maxPods, source}, index) => ({
      answer: String(maxPods),
      source,
      effect: sizesText([index === 0 ? option : optionOf(plan, mode, {...OWN_DEFAULTS, maxPodsChoice: index})]),
      taken: index === 0,
    }))
    return [{id: `default-max-pods/${mode}`, question: `what max-pods is with ${mode} where a pool states none`, answers}]
  })
}

function serviceCidrEdge(prefixLength: number | undefined): readonly Disagreement[] {
  if (prefixLength !== limitOf('largest-service-cidr-prefix-upstream')) return []
  return [
    {
      id: 'service-cidr-12',
      question: 'whether a service CIDR may be exactly a /12',
      answers: [
        {answer: 'no, smaller than /12', source: LIMITS['largest-service-cidr-prefix'].source, effect: 'use a /13', taken: false},
        {
          answer: 'yes, 20 host bits',
          source: LIMITS['largest-service-cidr-prefix-upstream'].source,
          effect: 'accepted with a warning',
          taken: true,
        },
      ],
    },
  ]
}

/** The first and the last /28 of a subnet hold the addresses that Azure keeps. */
function staticBlocksLost(options: readonly Option[]): readonly Disagreement[] {
  const option = options.find(({mode}) => mode === 'pod-subnet-static')
  const subnet = option?.chosen.subnets.find(({role}) => role === 'pod')
  if (!option || !subnet) return []
  const need = option.usage.podSubnets.get(subnet.name) ?? 0
  if (need > subnet.usable) return []
  const lost = 2 * limitOf('static-block')
  const whole = usableAddresses(subnet.prefixLength) + limitOf('reserved-per-subnet')
  return [
    {
      id: 'static-edge-blocks',
      question:
        'whether the first and the last block of a static pod subnet can be used: Azure keeps five of their addresses (inferred; no document says)',
      answers: [
        {
          answer: 'only the five addresses are lost',
          source: 'the rule for every subnet',
          effect: `${amount(need)} of ${amount(subnet.usable)}`,
          taken: true,
        },
        {
          answer: 'both blocks are lost',
          source: 'inference from the block size',
          effect:
            need + lost <= whole
              ? `${amount(need + lost)} of ${amount(whole)}: the /${subnet.prefixLength} still holds`
              : `${amount(need + lost)} of ${amount(whole)}: take a /${smallestRange(need + lost) ?? 0}`,
          taken: false,
        },
      ],
    },
  ]
}

function podLimit(options: readonly Option[]): readonly Disagreement[] {
  const overlay = options.find(({mode}) => mode === 'overlay')
  if (!overlay || overlay.usage.pods <= limitOf('pods-per-overlay-cluster')) return []
  return [
    {
      id: 'pods-per-cluster',
      question: 'how many pods an overlay cluster may have',
      answers: [
        {
          answer: '200,000',
          source: LIMITS['pods-per-overlay-cluster'].source,
          effect: `${amount(overlay.usage.pods)} are too many`,
          taken: true,
        },
        {
          answer: '250,000',
          source: 'MicrosoftDocs/azure-aks-docs articles/aks/plan-pod-networking.md',
          effect: overlay.usage.pods <= 250_000 ? 'would fit' : 'too many as well',
          taken: false,
        },
      ],
    },
  ]
}

function growingSubnet(plan: Plan): readonly Disagreement[] {
  if (plan.network.only === undefined && !plan.network.subnets.some(({role}) => role !== 'other')) return []
  return [
    {
      id: 'growing-a-subnet',
      question: 'whether the subnet of a pool can be made larger in place',
      answers: [
        {
          answer: 'no: a new pool on a larger subnet',
          source: 'MicrosoftDocs/SupportArticles-docs connectivity/insufficientsubnetsize-error-advanced-networking (2025-02-20)',
          effect: 'size it for what comes',
          taken: true,
        },
        {
          answer: 'yes, "expand /24 to /22"',
          source: 'MicrosoftDocs/azure-aks-docs articles/aks/upgrade-capacity-cost-planning.md',
          effect: 'do not rely on it',
          taken: false,
        },
      ],
    },
  ]
}

/** Of `these`, only the modes that come out differently than in `others`. */
function changedSizes(others: readonly Option[], these: readonly Option[]): string {
  const changed = these.filter((option, index) => sizesText([option]) !== sizesText(others.slice(index, index + 1)))
  return changed.length === 0 ? 'the same sizes' : sizesText(changed)
}

/** `overlay /26; node-subnet /21`: what a mode would need, the pod space behind a plus. */
export function sizesText(options: readonly Pick<Option, 'mode' | 'chosen'>[]): string {
  return options
    .map(({mode, chosen}: {mode: Mode; chosen: Option['chosen']}) => {
      const prefixes = chosen.subnets.map(({prefixLength}) => `/${prefixLength}`)
      return `${mode} ${[...prefixes, ...(chosen.podCidr ? [`/${chosen.podCidr.prefixLength}`] : [])].join(' + ')}`
    })
    .join('; ')
}
