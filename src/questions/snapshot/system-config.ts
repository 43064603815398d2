import {type Fields, fieldsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'

/** The ConfigMaps of kube-system that questions read, each with what they read of its data. */
const READ_DATA: Readonly<Record<string, (data: Fields) => Fields>> = {
  'kube-proxy': (data) => pick(data, (_, value) => textOf(value)?.includes('KubeProxyConfiguration') ?? false),
  coredns: (data) => pick(data, (key) => key === 'Corefile'),
  // That there are such additions is said; what they say is not judged.
  'coredns-custom': (data) => Object.fromEntries(Object.keys(data).map((key) => [key, ''])),
  'antrea-config': (data) => pick(data, (key) => key === 'antrea-agent.conf'),
  'cilium-config': (data) => pick(data, (key) => /^(kube-proxy-replacement|bpf-lb-|enable-|routing-mode$|tunnel)/.test(key)),
}

/** A ConfigMap with what questions read of it; undefined for one that they do not look at. */
export function reduceSystemConfig(object: WireObject): WireObject | undefined {
  const name = textOf(valueAt(object, 'metadata', 'name')) ?? ''
  const read = Object.hasOwn(READ_DATA, name) && valueAt(object, 'metadata', 'namespace') === 'kube-system' ? READ_DATA[name] : undefined
  if (!read) return undefined
  const {apiVersion, kind, metadata} = object
  return {apiVersion, kind, metadata, data: read(fieldsOf(object['data']))}
}

function pick(data: Fields, isRead: (key: string, value: unknown) => boolean): Fields {
  return Object.fromEntries(Object.entries(data).filter(([key, value]) => isRead(key, value)))
}
