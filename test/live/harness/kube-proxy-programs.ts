import type {KubeProxyVersion} from '../../../src/network/proxy/kube-proxy-version.ts'
import type {ProxyOptions} from './proxy.ts'

/** The kube-proxy of each version, as `startProxy` takes it. */
export const KUBE_PROXY_PROGRAMS = {'1.35': 'kube-proxy-1.35', '1.36': 'kube-proxy-1.36', '1.37': 'kube-proxy'} as const satisfies Readonly<
  Record<KubeProxyVersion, ProxyOptions['program']>
>
