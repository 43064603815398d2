import {isReadAnnotation} from '../../../network/entry/entry-annotations.ts'
import {isImageOfCloud, isLabelOfCloud, startOfProvider, wordsOfCloud} from '../../../network/entry/find-cloud.ts'
import {ROUTER_LABEL} from '../../../network/entry/foreign/products/openshift.ts'
import {KNOWN_APPLICATIONS, KNOWN_CLASSES, KNOWN_CONTROLLERS} from '../../../network/entry/gateway/gateway-class.ts'
import {APPLICATION_LABEL, NAME_LABELS} from '../../../network/entry/gateway/gateway-objects.ts'
import {NAMESPACE_LABEL} from '../../../network/entry/gateway/gateway-service.ts'
import {CONTROLLERS} from '../../../network/entry/ingress/controllers/controller-table.ts'
import {isController, LABELS_OF_CONTROLLERS} from '../../../network/entry/ingress/installation.ts'

/** Words of annotations by which balancers and controllers decide, in every spelling that one of them takes, or is known to be mistaken for one. */
const WORDS = new Set(
  `T F t f TRUE FALSE internal Internal INTERNAL external External EXTERNAL internet-facing internet Internet intranet public private
  nlb nlb-ip nlb-ipv4 lb ip instance on off white black Internet VirtualNetwork shared dedicated disabled LoadBalancer NodePort ClusterIP http https
  HTTP HTTPS exposed_ports kubernetescrd basic digest cidr`.split(/\s+/),
)

export function isWayInWord(word: string): boolean {
  return WORDS.has(word)
}

const KINDS = ['Service', 'Ingress', 'IngressClass', 'Gateway', 'Route']

/** Whether an annotation says what is open: its key is a program's own. */
export function isWayInAnnotation(key: string): boolean {
  return KINDS.some((kind) => isReadAnnotation(kind, key))
}

/** Ports, as annotations list them: `443,8443`, `*`, `[{"HTTP": 8080}]`. */
export function isPortList(key: string, value: string): boolean {
  return /ports?$/.test(key) && /^(?:HTTPS?|[\d\s,*"'[\]{}:])*$/.test(value)
}

const LABELS: ReadonlySet<string> = new Set([
  ...NAME_LABELS,
  ROUTER_LABEL,
  NAMESPACE_LABEL,
  APPLICATION_LABEL,
  ...Object.keys(LABELS_OF_CONTROLLERS),
])

/** Labels by which clouds, controllers and the Services of Gateways are found. */
export function isWayInLabel(key: string): boolean {
  return LABELS.has(key) || isLabelOfCloud(key)
}

export function isWayInLabelValue(key: string, value: string): boolean {
  return (key === APPLICATION_LABEL && KNOWN_APPLICATIONS.has(value)) || LABELS_OF_CONTROLLERS[key] === value
}

const CLASSES: ReadonlySet<string> = new Set([...KNOWN_CLASSES, ...CONTROLLERS.flatMap(({classNames}) => classNames)])

type Redact = (text: string) => string

/** The name of a class: those that products go by stay. */
export function redactClass(name: string, redactText: Redact): string {
  return CLASSES.has(name) ? name : redactText(name)
}

/** What a class says of who serves it: `k8s.io/ingress-nginx` stays, and so it does before what somebody has put behind it. */
function redactImplementation(text: string, redactText: Redact): string {
  if (KNOWN_CONTROLLERS.has(text)) return text
  for (const {implementation} of CONTROLLERS) {
    const start = implementation.exec(text)?.[0] ?? ''
    if (start !== '') return start + redactClass(text.slice(start.length), redactText)
  }
  return redactClass(text, redactText)
}

/** A word of the command line of a controller with another value. */
export function redactWord(word: string, container: Readonly<Record<string, unknown>>, redactText: Redact): string {
  if (wordsOfCloud([word]).length > 0) return word
  if (!isController(container)) return redactText(word)
  const [, flag = '', value = ''] = /^(--[^=]+)=(.*)$/s.exec(word) ?? []
  if (flag === '') return word
  const redact = (text: string) => (/class/.test(flag) ? redactImplementation(text, redactText) : redactText(text))
  return `${flag}=${value.split(',').map(redact).join(',')}`
}

/** The end of the name of an image by which a program of clouds or controllers is known, with what stands before it replaced; undefined for others. */
export function redactKnownImage(image: string, redactText: Redact): string | undefined {
  const isKnown = (text: string) => isImageOfCloud(text) || isController({image: text, args: ['serve']})
  if (!isKnown(image)) return undefined
  const parts = image.split('/')
  for (let start = parts.length - 1; start > 0; start--) {
    const end = `/${parts.slice(start).join('/')}`
    if (isKnown(end)) return redactText(parts.slice(0, start).join('/')) + end
  }
  return image
}

/** The cloud that a node is in stays; which machine it is does not. */
function redactProvider(providerID: string, redactText: Redact): string {
  const start = startOfProvider(providerID)
  return start + redactText(providerID.slice(start.length))
}

/** Names of AWS tell whether a load balancer is internal, by how they begin and end, and those of others whose it is, by how they end. */
function redactHostname(hostname: string, redactText: Redact): string {
  const [, start = '', name = '', end = ''] =
    /^(internal-)?(.*?)((?:\.elb)?\.[a-z]{2}(?:-[a-z]+)+-\d(?:\.elb)?\.amazonaws\.com(?:\.cn)?)$/.exec(hostname) ??
    /^()(.*?)(\.[a-z]+\d?\.cloudapp\.azure\.com|\.lb\.appdomain\.cloud)$/.exec(hostname) ??
    []
  return end === '' ? redactText(hostname) : start + redactText(name) + end
}

/** A field in which products are told apart, by its name; any other is a name like all. */
export function redactWayInField(key: string, value: string, redactText: Redact): string {
  switch (key) {
    case 'ingressClassName':
    case 'gatewayClassName':
      return redactClass(value, redactText)
    case 'controller':
    case 'controllerName':
      return redactImplementation(value, redactText)
    case 'providerID':
      return redactProvider(value, redactText)
    case 'hostname':
      return redactHostname(value, redactText)
    case 'match':
      return redactRule(value, redactText)
    case 'url':
    case 'service':
    case 'target':
      return redactUrl(value, redactText)
    default:
      return redactText(value)
  }
}

/** Of a rule of Traefik's the words of its language that are read. */
function redactRule(rule: string, redactText: Redact): string {
  const parts = rule.split(/(\b(?:Host|HostSNI|HostRegexp|HostSNIRegexp|Path|PathPrefix)\()/)
  return parts.map((part, index) => (index % 2 === 1 ? part : redactText(part))).join('')
}

/** How it is spoken to, and whether it is a name of ngrok's that is internal, say nothing of whose it is. */
function redactUrl(url: string, redactText: Redact): string {
  const [, scheme = '', rest = '', end = ''] = /^((?:https?|tcp|tls|udp):\/\/)?(.*?)(\.internal(?::\d+)?)?$/s.exec(url) ?? []
  return scheme + redactText(rest) + end
}
