import {QuestionCommand} from '../../command.ts'
import {proxyFlags, proxyParameters} from '../../proxy-flags.ts'
import {proxyNeeds} from '../../questions/proxy/needs.ts'
import {askProxyRules} from '../../questions/proxy/rules.ts'

export default class ProxyRules extends QuestionCommand {
  static override summary = 'What would kube-proxy program on a node, as iptables-save, nft or ipvsadm-save would print it?'
  static override description =
    'The rules follow from the input alone, for the terminal in the format of iptables-save and then ip6tables-save, of nft list table for both families, or in ipvs mode of ipvsadm-save, ipset save, iptables-save and ip6tables-save. Names in <…> stand for what the input does not state. -o json has them by family, and the chains of each Service.'
  static override examples = [
    '<%= config.bin %> proxy rules --node node-b -f examples/proxy/cluster.yaml',
    '<%= config.bin %> proxy rules --node node-b --proxy-mode nftables --cluster-cidr 10.244.0.0/16 -f cluster.yaml',
    'kubectl get nodes,services,endpointslices,pods -A -o yaml | <%= config.bin %> proxy rules --node node-b -f -',
  ]
  static override flags = proxyFlags

  async run(): Promise<void> {
    const {flags} = await this.parse(ProxyRules)
    const parameters = proxyParameters(flags)
    await this.answer(
      flags,
      {needs: () => proxyNeeds, ask: (cluster, scope) => askProxyRules(cluster, {...parameters, ...scope})},
      {isAboutCluster: true},
    )
  }
}
