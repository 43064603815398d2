import type {Cluster} from '../../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, labelOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import {type Door, frontOf, redirectToTls} from '../door.ts'
import type {Ingress} from '../ingress.ts'
import {narrowFront} from '../narrowed-front.ts'
import {clientsOf, type DoorQuestion, type IngressController, listOf} from './controller.ts'

const PREFIX = 'alb.ingress.kubernetes.io'
const GROUP = `${PREFIX}/group.name`

/**
 * The AWS Load Balancer Controller, and EKS Auto Mode (kubernetes-sigs.github.io/aws-load-balancer-controller, "Ingress annotations" and "IngressClass"): `scheme`
 * is internal unless it is internet-facing, the IngressClassParams' before the annotation; Ingresses of one `group.name` share a load balancer, and one of
 * them may say it for all. `listen-ports` else 443 with `certificate-arn`, else 80. `inbound-cidrs` do not count beside `security-groups`. With `ssl-redirect`
 * an HTTP listener has nothing but a redirect (guide/tasks/ssl_redirect).
 */
export const AWS_LOAD_BALANCER: IngressController = {
  name: 'AWS Load Balancer Controller',
  implementation: /^(ingress\.k8s\.aws|eks\.amazonaws\.com)\/alb$/,
  classNames: ['alb'],
  doorsOf: (question) => {
    const settings = settingsOf(question)
    const scheme = settings('scheme')
    const isPublic = scheme?.value === 'internet-facing'
    const evidence = scheme
      ? `${scheme.from} is "${scheme.value}"`
      : `an Application Load Balancer is internal without annotation ${PREFIX}/scheme`
    const clients = settings('inbound-cidrs')
    const groups = settings('security-groups')
    const lists = settings('security-group-prefix-lists')
    const sources = groups
      ? listOf(groups.value).map((group) => `security group ${group}`)
      : [...clientsOf(clients?.value), ...listOf(lists?.value).map((list) => `prefix list ${list}`)]
    const from = groups ?? clients ?? lists
    const said = from && sources.length > 0 ? [`${from.from} lets ${sources.join(', ')} in`] : []
    const front = narrowFront(frontOf(isPublic ? 'internet' : 'network', [evidence]), {sources, evidence: said})
    const listeners = listenersOf(settings('listen-ports')?.value, settings('certificate-arn') !== undefined)
    const doors = listeners.map(({port, tls}): Door => ({via: undefined, address: null, port, tls, front, through: []}))
    return settings('ssl-redirect') === undefined ? doors : redirectToTls(doors)
  },
  narrow: ({annotations}) => {
    const type = labelOf(annotations, `${PREFIX}/auth-type`)
    return {sources: [], evidence: type && type !== 'none' ? [`asks for a log-in (auth-type ${type})`] : []}
  },
  hasOwnCertificate: true,
  isShared: false,
}

interface Setting {
  readonly value: string
  /** What says it, as the beginning of a sentence. */
  readonly from: string
}

/** IngressClassParams have keys of their own for some. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  scheme: ['scheme'],
  'inbound-cidrs': ['inboundCIDRs'],
  'certificate-arn': ['certificateARNs', 'certificateArn'],
  'security-group-prefix-lists': ['prefixListsIDs', 'PrefixListsIDs'],
}

function settingsOf({ingress, ingressesWith, choice, cluster}: DoorQuestion): (name: string) => Setting | undefined {
  const parameters = choice.kind === 'class' ? parametersOf(choice.name, cluster) : undefined
  const group = textOf(valueAt(parameters?.object, 'spec', 'group', 'name')) ?? groupOf(ingress)
  const members = group === undefined ? [] : ingressesWith(GROUP, group)
  return (name) => {
    for (const key of PARAMETERS[name] ?? []) {
      const stated = valueAt(parameters?.object, 'spec', key)
      const value = textOf(stated) ?? (Array.isArray(stated) ? stated.join(',') : '')
      if (value !== '') return {value, from: `${key} of IngressClassParams ${parameters?.name}`}
    }
    const own = labelOf(ingress.annotations, `${PREFIX}/${name}`)
    if (own !== undefined) return {value: own, from: `annotation ${PREFIX}/${name}`}
    const member = members.find(({annotations}) => labelOf(annotations, `${PREFIX}/${name}`) !== undefined)
    const value = member && labelOf(member.annotations, `${PREFIX}/${name}`)
    return value === undefined
      ? undefined
      : {value, from: `annotation ${PREFIX}/${name} of ${member?.namespace}/${member?.name}, of the same group ${group},`}
  }
}

function groupOf({annotations}: Ingress): string | undefined {
  return labelOf(annotations, GROUP)
}

function parametersOf(className: string, {others}: Cluster): Cluster['others'][number] | undefined {
  const found = others.find(({kind, name}) => kind === 'IngressClass' && name === className)
  const named = valueAt(found?.object, 'spec', 'parameters', 'name')
  return named === undefined ? undefined : others.find(({kind, name}) => kind === 'IngressClassParams' && name === named)
}

/** `[{"HTTP": 80}, {"HTTPS": 443}]`, also as one mapping; what is no such list is left at the default. */
function listenersOf(text: string | undefined, hasCertificate: boolean): readonly {readonly port: number; readonly tls: boolean}[] {
  const stated = itemsOf(parse(text)).flatMap((item) =>
    Object.entries(fieldsOf(item)).flatMap(([protocol, port]) => (typeof port === 'number' ? [{port, tls: protocol === 'HTTPS'}] : [])),
  )
  return stated.length > 0 ? stated : [hasCertificate ? {port: 443, tls: true} : {port: 80, tls: false}]
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
