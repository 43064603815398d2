import {type Fields, fieldsOf, isMapping, textOf} from '../../../cluster/fields.ts'
import {groupOf} from '../../../cluster/identity.ts'
import type {WireObject} from '../../../cluster/object.ts'
import {classOf} from '../../../network/entry/balancers.ts'
import {IGNORE_ANNOTATION, ignoredBy} from '../../ignored-rules.ts'
import {RULE_GROUPS} from '../../lint/rule.ts'
import {isProxy, isReadVariable} from '../agent-container.ts'
import {redactConfig} from './config-redaction.ts'
import {isKeptDomain, isKeptKey, isKeptKeyWord, isKeptKind, isKeptPortName} from './kept-words.ts'
import {redactCalicoSelectors, redactCiliumKey} from './policy-redaction.ts'
import {remember, type TextRedaction} from './text-redaction.ts'
import {
  isPortList,
  isWayInAnnotation,
  isWayInLabel,
  isWayInLabelValue,
  redactClass,
  redactKnownImage,
  redactWayInField,
  redactWord,
} from './way-in-redaction.ts'

/** Replaces the words in objects, by where they stand. What is not known to be a word of Kubernetes is replaced. */
export interface ObjectRedaction {
  readonly redactObject: (object: WireObject) => WireObject
}

/** Fields with a word that Kubernetes chose, written as it writes them. */
const CHOSEN = new Set(
  `type protocol phase status reason addressType ipMode sessionAffinity externalTrafficPolicy internalTrafficPolicy ipFamilies ipFamilyPolicy
  trafficDistribution clusterIP clusterIPs dnsPolicy restartPolicy operator pathType policyTypes completionMode concurrencyPolicy
  insecureEdgeTerminationPolicy wildcardPolicy podManagementPolicy defaultScope useDefaultGateways whenDeleted whenScaled effect whenUnsatisfiable linuxDataplane action tier types mode`.split(
    /\s+/,
  ),
)
const CHOSEN_WORD = /^(IPv[46]|FQDN|[A-Z][A-Za-z]*)$/
/** What programs and people wrote. */
const PROSE = new Set(['message', 'note'])
const LABEL_MAPS = new Set(['labels', 'matchLabels', 'nodeSelector', 'selector', 'pairs', 'commonLabels'])
const QUANTITIES = new Set(['requests', 'limits', 'allocatable', 'capacity', 'overhead'])
const QUANTITY = /^[\d.]+([eE]\d+|[numkKMGTPE]i?)?$/
const VERSIONS = new Set(['kubeletVersion', 'kubeProxyVersion'])
/** Labels whose values are words of AKS: what it has installed, and what a pool of nodes is for. */
const WORDS_OF_AKS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.azure.com/managedby': ['aks'],
  'kubernetes.azure.com/mode': ['system', 'user'],
  'kubernetes.azure.com/scalesetpriority': ['spot', 'regular'],
}
/** As Felix reads and writes booleans. */
const BOOLEAN = /^(true|false|[01ytnf]|yes|no)$/i
/** Labels whose value is the uid of an owner. */
const UID_LABELS = new Set(['controller-uid', 'batch.kubernetes.io/controller-uid'])
/** What stands beside names of rules is the user's own. */
const isGlobOfRules = (glob: string) =>
  glob === '*' || RULE_GROUPS.some((group) => glob.startsWith(`${group}/`) && /^[a-z/*-]+$/.test(glob))
/** Annotations whose values are words of a program. */
const CHOSEN_ANNOTATIONS = new Set(['helm.sh/hook', 'service.antrea.io/load-balancer-mode'])
/** Where annotations are stated for a Service that will be made. */
const ANNOTATION_MAPS = new Set(['annotations', 'loadBalancerAnnotations', 'extraAnnotations'])
const CLASS_KINDS = new Set(['IngressClass', 'GatewayClass'])
/** Whom a listener takes routes from, which addresses AWS gives, which of two parameters counts, whom ngrok lets in; what Linkerd lets a Server do for whom no policy names, and the tiers that Antrea begins with. */
const CHOSEN_VALUES: Readonly<Record<string, readonly string[]>> = {
  bindings: ['public', 'internal', 'kubernetes'],
  accessPolicy: ['all-authenticated', 'all-unauthenticated', 'audit', 'cluster-authenticated', 'cluster-unauthenticated', 'deny'],
  from: ['all', 'same', 'selector', 'none'],
  mergingMode: ['prefer-gateway', 'prefer-gateway-class'],
  scheme: ['internet-facing', 'internal'],
  tier: ['application', 'baseline', 'emergency', 'networkops', 'platform', 'securityops'],
}

/** @param texts for names and the like @param settings for the language of configurations @param waysIn for that of annotations of what leads in */
export function createObjectRedaction(texts: TextRedaction, settings: TextRedaction, waysIn: TextRedaction): ObjectRedaction {
  const {redactText} = texts
  const isPortWord = remember(isKeptPortName)
  const redactSettings = (text: string) => redactConfig(text, settings.redactText)

  const redactKey = (key: string) => redactCiliumKey(key, redactLabelKey)
  const redactLabelKey = remember((key) => {
    if (isKeptKey(key) || isWayInLabel(key)) return key
    const slash = key.indexOf('/')
    if (slash <= 0) return redactKeyName(key)
    const domain = key.slice(0, slash)
    return `${isKeptDomain(domain) ? domain : redactText(domain)}/${redactKeyName(key.slice(slash + 1))}`
  })
  /** Of everybody's domains, too: `kubernetes.io/cluster/NAME`. */
  const redactKeyName = (name: string) => name.replace(/[\p{L}\p{N}]+/gu, (word) => (isKeptKeyWord(word) ? word : redactText(word)))

  const redactLabel = (key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value
    if (isWayInLabelValue(key, value)) return value
    if (Object.hasOwn(WORDS_OF_AKS, key) && WORDS_OF_AKS[key]?.includes(value)) return value
    return UID_LABELS.has(key) ? texts.pseudonyms.uid(value) : redactText(value)
  }

  const redactPairs = (pairs: Fields) =>
    Object.fromEntries(Object.entries(pairs).map(([key, value]) => [redactKey(key), redactLabel(key, value)]))

  const redactAnnotations = (annotations: Fields) =>
    Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => {
        if (isWayInAnnotation(key)) return [key, typeof value === 'string' ? redactWayIn(key, value) : value]
        if (key === IGNORE_ANNOTATION) return [key, ignoredBy(value).filter(isGlobOfRules).join(', ')]
        return [redactKey(key), CHOSEN_ANNOTATIONS.has(key) ? value : redactLabel(key, value)]
      }),
    )

  const redactWayIn = (key: string, value: string) => {
    if (key === 'kubernetes.io/ingress.class') return redactClass(value, redactText)
    return isPortList(key, value) ? value : waysIn.redactText(value)
  }

  /** Its name is everybody's. */
  const redactVariable = ({name, value}: Fields): Fields => ({
    name,
    ...(typeof value === 'string' && {value: BOOLEAN.test(value) ? value : redactValueOf(String(name), value)}),
  })

  const redactValueOf = (name: string, value: string) => (name.endsWith('_CLASS') ? redactClass(value, redactText) : redactText(value))

  const redactMapping = (value: Fields, key: string): Fields => {
    if (ANNOTATION_MAPS.has(key)) return redactAnnotations(value)
    if (isReadVariable(value)) return redactVariable(value)
    if (LABEL_MAPS.has(key) && Object.values(value).every((one) => !isMapping(one) && !Array.isArray(one))) return redactPairs(value)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactField(inner, name, value, key)]))
  }

  const redactField = (value: unknown, key: string, holder: Fields, parent: string): unknown => {
    if (typeof value === 'string') return redactString(value, key, holder, parent)
    if (Array.isArray(value)) return value.map((item) => redactField(item, key, holder, parent))
    if (!isMapping(value)) return value
    return QUANTITIES.has(key) ? redactQuantities(value) : redactMapping(value, key)
  }

  const redactQuantities = (value: Fields): Fields =>
    Object.fromEntries(
      Object.entries(value).map(([name, amount]) => [
        // Resources of Kubernetes itself have no domain.
        name.includes('/') ? redactKey(name) : name,
        typeof amount === 'string' && !QUANTITY.test(amount) ? redactText(amount) : amount,
      ]),
    )

  const redactString = (value: string, key: string, holder: Fields, parent: string): string => {
    if (isChosenValue(key, value)) return value
    if (PROSE.has(key)) return '(redacted)'
    if (isPortName(key, parent) && isPortWord(value)) return value
    switch (key) {
      case 'apiVersion':
      case 'apiGroup':
        return redactGroup(value)
      case 'group':
        return isKeptDomain(value) ? value : redactText(value)
      case 'kind':
        return redactKind(value)
      case 'uid':
        return texts.pseudonyms.uid(value)
      case 'key':
      case 'topologyKey':
      case 'sameLabels':
      case 'notSameLabels':
        return redactKey(value)
      case 'image':
        return redactImage(value)
      case 'loadBalancerClass':
        return classOf(value) ? value : redactKey(value)
      case 'command':
      case 'args':
        return isProxy(holder) ? redactSettings(value) : redactWord(value, holder, redactText)
      default:
        return redactWayInField(key, value, redactText)
    }
  }

  const redactGroup = (apiVersion: string): string => {
    const [group = '', version] = apiVersion.split('/')
    const isKnown = !group.includes('.') || isKeptDomain(group)
    return isKnown ? apiVersion : [redactText(group), version].filter((part) => part !== undefined).join('/')
  }

  const redactKind = (kind: string): string => {
    if (isKeptKind(kind)) return kind
    const word = redactText(kind)
    return word.charAt(0).toUpperCase() + word.slice(1)
  }

  /** The version of kube-proxy says which rules it makes. */
  const redactImage = (image: string): string => {
    const known = redactKnownImage(image, redactText)
    if (known !== undefined) return known
    const [, start = '', version] = /^(.*kube-proxy)(:v?\d+\.\d+(?:\.\d+)?)?/.exec(image) ?? []
    return start === '' ? redactText(image) : redactText(start) + (version ?? '')
  }

  const redactData = (data: unknown): unknown => {
    if (!isMapping(data)) return data
    const entries = Object.entries(data).map(([key, value]) => [
      redactDataKey(key),
      typeof value === 'string' ? redactSettings(value) : value,
    ])
    return Object.fromEntries(entries)
  }
  const redactDataKey = (key: string) =>
    /^(Corefile|config\.conf|antrea-agent\.conf|kube-proxy-replacement|USE_PRIVATE_IP|mesh|(force-)?ssl-redirect|(whitelist|denylist)-source-range|block-cidrs|global-auth-url|ingress-(default-lb-mode|shared-lb-service-name)|(bpf-lb|enable|tunnel|routing-mode)[a-z-]*)$/.test(
      key,
    )
      ? key
      : key.replace(/^((?:cidr|range)-)?(.*)$/s, (_, start = '', rest = '') => start + redactText(rest))

  /** Names of classes are not the user's own where a product goes by them. */
  const redactNamed = (object: WireObject): WireObject => {
    const redacted = redactMapping(object, '')
    const name = textOf(fieldsOf(object['metadata'])['name'])
    if (name === undefined || !CLASS_KINDS.has(String(object['kind']))) return redacted
    return {...redacted, metadata: {...fieldsOf(redacted['metadata']), name: redactClass(name, redactText)}}
  }

  return {
    redactObject: (object) => {
      if (textOf(object['kind']) === 'ConfigMap') {
        const {data, ...rest} = object
        return {...redactMapping(rest, ''), data: redactData(data)}
      }
      const redacted = redactNamed(object)
      if (!groupOf(textOf(object['apiVersion']) ?? '').endsWith('projectcalico.org')) return redacted
      const selectors = redactCalicoSelectors(fieldsOf(object['spec']), {redactKey, redactText})
      return {...redacted, spec: {...fieldsOf(redacted['spec']), ...selectors}}
    },
  }
}

/** Whether a field says nothing that is the user's own. */
function isChosenValue(key: string, value: string): boolean {
  if (CHOSEN.has(key) && CHOSEN_WORD.test(value)) return true
  if (VERSIONS.has(key) || (PROSE.has(key) && value === '')) return true
  return Object.hasOwn(CHOSEN_VALUES, key) && CHOSEN_VALUES[key]?.includes(value.toLowerCase()) === true
}

/** Where a port is named: in a list of ports, or by whoever refers to it. */
function isPortName(key: string, parent: string): boolean {
  return (
    ['targetPort', 'servicePort', 'port', 'namedPort', 'destinationNamedPort', 'appProtocol', 'entryPoints'].includes(key) ||
    (key === 'name' && (parent === 'ports' || parent === 'port'))
  )
}
