/** What installers put into a cluster, cut down to what shows who balances Services. */

interface Installed {
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly container?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly mounts?: readonly string[]
  readonly nodeSelector?: Readonly<Record<string, string>>
  /** On how many nodes it is to run; manifests do not say. */
  readonly desired?: number
}

export function daemonSet(name: string, installed: Installed = {}): string {
  const {namespace = 'kube-system', labels, container = name, args = [], env = {}, mounts = [], nodeSelector, desired} = installed
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name, namespace, labels, uid: `uid-of-${name}`},
    spec: {
      selector: {matchLabels: {'k8s-app': name}},
      template: {
        metadata: {labels: {'k8s-app': name}},
        spec: {
          hostNetwork: true,
          nodeSelector,
          containers: [
            {name: container, image: `${name}:1`, args, env: Object.entries(env).map(([variable, value]) => ({name: variable, value}))},
          ],
          volumes: mounts.map((map) => ({name: map, configMap: {name: map}})),
        },
      },
    },
    ...(desired !== undefined && {status: {desiredNumberScheduled: desired, observedGeneration: 1}}),
  })
}

export function configMap(name: string, data: Readonly<Record<string, string>>): string {
  return JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'kube-system'}, data})
}

export function felixConfiguration(spec: Readonly<Record<string, unknown>>, apiVersion = 'crd.projectcalico.org/v1'): string {
  return JSON.stringify({apiVersion, kind: 'FelixConfiguration', metadata: {name: 'default'}, spec})
}

/** With a pod template in it, as operators take overrides of their own pods. */
export function installation(calicoNetwork: Readonly<Record<string, unknown>>): string {
  const overrides = {spec: {template: {spec: {containers: [{name: 'calico-node', resources: {}}]}}}}
  return JSON.stringify({
    apiVersion: 'operator.tigera.io/v1',
    kind: 'Installation',
    metadata: {name: 'default'},
    spec: {calicoNetwork, calicoNodeDaemonSet: overrides},
  })
}

export const KUBE_PROXY = daemonSet('kube-proxy', {args: ['--config=/var/lib/kube-proxy/config.conf'], desired: 3})
export const KUBE_PROXY_IN_IPVS_MODE = configMap('kube-proxy', {
  'config.conf': 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: ipvs\n',
})
export const cilium = (replacement?: string, more: Readonly<Record<string, string>> = {}): string[] => [
  daemonSet('cilium', {container: 'cilium-agent', labels: {'k8s-app': 'cilium'}, desired: 3}),
  configMap('cilium-config', {...(replacement !== undefined && {'kube-proxy-replacement': replacement}), ...more}),
]
