import type {Fields} from '../../../cluster/fields.ts'

/** Fields of Calico's policies that hold an expression over labels, as far as anybody reads it. */
const SELECTORS = ['selector', 'namespaceSelector']

/** Words of such an expression, what it may do with a key among them. A label that is called like one is taken for one. */
const WORDS = new Set(['has', 'all', 'global', 'in', 'not', 'contains', 'starts', 'ends', 'with'])

interface LabelRedaction {
  readonly redactKey: (key: string) => string
  readonly redactText: (text: string) => string
}

/** The selectors of a policy of Calico with other keys and values: `has(app) && tier in {"front"}`. `pcns.` stands before labels of a namespace. */
export function redactCalicoSelectors(spec: Fields, {redactKey, redactText}: LabelRedaction): Fields {
  const redactSelector = (text: string) =>
    text.replace(/"[^"]*"|'[^']*'|(pcns\.|pcsa\.)?([\w./-]+)/g, (piece, prefix = '', key = '') => {
      if (key === '') return piece.charAt(0) + redactText(piece.slice(1, -1)) + piece.charAt(0)
      return WORDS.has(piece) ? piece : prefix + redactKey(key)
    })
  return Object.fromEntries(
    SELECTORS.flatMap((field) => {
      const text = spec[field]
      return typeof text === 'string' ? [[field, redactSelector(text)]] : []
    }),
  )
}

/** What Cilium itself calls the namespace of a pod, its service account, its cluster. */
const OF_CILIUM = /^io\.(cilium\.|kubernetes\.pod\.namespace$)/
const PREFIXES = /^((?:[a-z0-9-]+:)?(?:io\.cilium\.k8s\.namespace\.labels\.)?)(.*)$/

/** A key of a label as Cilium writes it: `app`, `k8s:app`, `k8s:io.cilium.k8s.namespace.labels.team`. */
export function redactCiliumKey(key: string, redactKey: (key: string) => string): string {
  const [, prefix = '', label = ''] = PREFIXES.exec(key) ?? []
  return prefix + (OF_CILIUM.test(label) ? label : redactKey(label))
}
