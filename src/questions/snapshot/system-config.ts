import {type Fields, fieldsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'

/** The ConfigMaps of kube-system that questions read, each with what they read of its data. */
const READ_DATA: Readonly<Record<string, (data: Fields) => Fields>> = {
  'kube-proxy': (data) => pick(data, (_, value) => textOf(value)?.includes('KubeProxyConfiguration') ?? false),
  coredns: (data) => pick(data, (key) => key === 'Corefile'),
  // That there are such additions is said; what they say is not judged.
  'coredns-custom': (data) => Object.fromEntries(Object.keys(data).map((key) => [key, ''])),
  'cilium-config': (data) => pick(data, (key) => /^(kube-proxy-replacement|bpf-lb-|enable-|routing-mode$|tunnel)/.test(key)),
}

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
  const read = Object.hasOwn(READ_DATA, name) ? READ_DATA[name] : ANTREA.test(name) ? reduceAntrea : undefined
  if (!read || valueAt(object, 'metadata', 'namespace') !== 'kube-system') return undefined
  const {apiVersion, kind, metadata} = object
  return {apiVersion, kind, metadata, data: read(fieldsOf(object['data']))}
}

function pick(data: Fields, isRead: (key: string, value: unknown) => boolean): Fields {
  return Object.fromEntries(Object.entries(data).filter(([key, value]) => isRead(key, value)))
}
