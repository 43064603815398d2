import {Flags, type Interfaces} from '@oclif/core'
import {QuestionCommand} from '../../command.ts'
import {askProxyRules} from '../../questions/proxy/rules.ts'
import {KUBE_PROXY_VERSIONS, type KubeProxyVersion, MODES, type StatedMode} from '../../questions/proxy/settings.ts'
import {refuseSharedStdin} from '../../sources/named-file.ts'
import {parseProxyConfiguration, readProxyConfigurationFile} from '../../sources/proxy-configuration.ts'

/** Which kube-proxy is meant: shared by the commands about its rules. */
export const proxyFlags = {
  node: Flags.string({
    helpGroup: 'PROXY',
    helpValue: 'NODE',
    summary: 'The node whose kube-proxy is meant; not needed where there is only one.',
  }),
  'proxy-mode': Flags.custom<StatedMode>({
    options: MODES,
    helpGroup: 'PROXY',
    summary: 'The mode of kube-proxy; else what its configuration says, in the input too, else iptables.',
  })(),
  'cluster-cidr': Flags.string({
    helpGroup: 'PROXY',
    helpValue: 'CIDR',
    summary: 'The range of all pods, or one of each family: 10.244.0.0/16,fd00:244::/32.',
  }),
  'kube-proxy-config': Flags.string({
    helpGroup: 'PROXY',
    helpValue: 'FILE',
    summary: 'Its KubeProxyConfiguration, or the ConfigMap of one; else the ConfigMap kube-system/kube-proxy of the input.',
  }),
  'kube-proxy-version': Flags.custom<KubeProxyVersion>({
    options: KUBE_PROXY_VERSIONS,
    helpGroup: 'PROXY',
    summary: 'The version of kube-proxy; else what the input shows, else the newest.',
  })(),
}

/** What the flags say of the kube-proxy that is meant. */
export function proxyParameters(flags: Interfaces.InferredFlags<typeof proxyFlags>) {
  const file = flags['kube-proxy-config']
  return {
    node: flags.node,
    mode: flags['proxy-mode'],
    clusterCidr: flags['cluster-cidr'],
    version: flags['kube-proxy-version'],
    document: file === undefined ? undefined : readProxyConfigurationFile(file),
    parse: parseProxyConfiguration,
  }
}

export default class ProxyRules extends QuestionCommand {
  static override summary = 'What would kube-proxy program on a node, as iptables-save or nft would print it?'
  static override description =
    'The rules follow from the input alone, for the terminal in the format of iptables-save and then ip6tables-save, or of nft list table for both families. Names in <…> stand for what the input does not state. -o json has them by family, and the chains of each Service.'
  static override examples = [
    '<%= config.bin %> proxy rules --node node-b -f examples/proxy/cluster.yaml',
    '<%= config.bin %> proxy rules --node node-b --proxy-mode nftables --cluster-cidr 10.244.0.0/16 -f cluster.yaml',
    'kubectl get nodes,services,endpointslices,pods -A -o yaml | <%= config.bin %> proxy rules --node node-b -f -',
  ]
  static override flags = proxyFlags

  async run(): Promise<void> {
    const {flags} = await this.parse(ProxyRules)
    refuseSharedStdin([...(flags.filename ?? []), flags['kube-proxy-config']])
    const parameters = proxyParameters(flags)
    await this.answer(flags, (cluster, scope) => askProxyRules(cluster, {...parameters, ...scope}))
  }
}
