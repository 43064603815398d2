import {type Fields, fieldsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'
import {withoutCredentials} from './annotations.ts'

/** The ConfigMaps of kube-system that questions read, each with what they read of its data. */
const READ_DATA: Readonly<Record<string, (data: Fields) => Fields>> = {
  'kube-proxy': (data) => pick(data, (_, value) => textOf(value)?.includes('KubeProxyConfiguration') ?? false),
  coredns: (data) => pick(data, (key) => key === 'Corefile'),
  // kube-vip's addresses for load balancers.
  kubevip: (data) => pick(data, (key) => /^(cidr|range)-/.test(key)),
  // That there are such additions is said; what they say is not judged.
  'coredns-custom': (data) => Object.fromEntries(Object.keys(data).map((key) => [key, ''])),
  'cilium-config': (data) =>
    pick(data, (key) =>
      /^(kube-proxy-replacement|bpf-lb-|enable-|ingress-(default-lb-mode|shared-lb-service-name)$|routing-mode$|tunnel)/.test(key),
    ),
}

/** By which the Application Gateway Ingress Controller is told of addresses, in whatever ConfigMap its chart writes. */
const PRIVATE_GATEWAY = 'USE_PRIVATE_IP'

/** What ingress-nginx is told for all its Ingresses, in a ConfigMap of whatever name (docs/user-guide/nginx-configuration/configmap.md). */
const OF_NGINX: ReadonlySet<string> = new Set([
  'whitelist-source-range',
  'denylist-source-range',
  'block-cidrs',
  'global-auth-url',
  'ssl-redirect',
  'force-ssl-redirect',
])

/** Istio's, of whatever revision: of which namespace policies are for the whole mesh. */
const ISTIO = /^istio(-|$)/
const ROOT_NAMESPACE = /^rootNamespace:.*$/m

/** Antrea's, behind whose name some releases put a hash. */
const ANTREA = /^antrea-config/
const SETTING_OF_ANTREA = /^\s*(AntreaProxy|enable|proxyAll|defaultLoadBalancerMode):\s*"?\w+"?/

/** The lines that questions read. Which section they stand in is read, too, so that the keys of the others stay, without what they hold. */
function reduceAntrea(data: Fields): Fields {
  const text = textOf(data['antrea-agent.conf'])
  if (text === undefined) return {}
  const lines = text.split('\n').flatMap((line) => {
    const [setting] = SETTING_OF_ANTREA.exec(line) ?? []
    if (setting !== undefined || line.trim() === '') return setting ?? ''
    return /^[ \t#]/.test(line) ? [] : (/^\w+:/.exec(line)?.[0] ?? '---')
  })
  return {'antrea-agent.conf': lines.join('\n')}
}

/** A ConfigMap with what questions read of it; undefined for one that they do not look at. */
export function reduceSystemConfig(object: WireObject): WireObject | undefined {
  const name = textOf(valueAt(object, 'metadata', 'name')) ?? ''
  const {apiVersion, kind, metadata} = object
  const data = fieldsOf(object['data'])
  if (data[PRIVATE_GATEWAY] !== undefined) return {apiVersion, kind, metadata, data: pick(data, (key) => key === PRIVATE_GATEWAY)}
  const ofNginx = Object.entries(data).filter(([key]) => OF_NGINX.has(key))
  if (ofNginx.length > 0) {
    return {apiVersion, kind, metadata, data: Object.fromEntries(ofNginx.map(([key, value]) => [key, withoutCredentials(key, value)]))}
  }
  const [rootNamespace] = ROOT_NAMESPACE.exec(textOf(data['mesh']) ?? '') ?? []
  if (ISTIO.test(name) && rootNamespace !== undefined) return {apiVersion, kind, metadata, data: {mesh: rootNamespace}}
  const read = Object.hasOwn(READ_DATA, name) ? READ_DATA[name] : ANTREA.test(name) ? reduceAntrea : undefined
  if (!read || valueAt(object, 'metadata', 'namespace') !== 'kube-system') return undefined
  return {apiVersion, kind, metadata, data: read(data)}
}

function pick(data: Fields, isRead: (key: string, value: unknown) => boolean): Fields {
  return Object.fromEntries(Object.entries(data).filter(([key, value]) => isRead(key, value)))
}
