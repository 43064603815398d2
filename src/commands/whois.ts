import {Args} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {whoisNeeds} from '../questions/whois/needs.ts'
import {whois} from '../questions/whois/whois.ts'

export default class Whois extends QuestionCommand {
  static override summary = 'Whose is an address, a node port, a chain of kube-proxy, a DNS name or a URL?'
  static override description =
    'For what stands in a log, a rule or a packet: which Service, port and pod it belongs to. Chains are told in iptables and nftables modes. Exit 1 where nobody in the input has it; where several may be meant, all are shown.'
  static override examples = [
    '<%= config.bin %> whois 10.0.46.28:80 -f cluster.yaml',
    '<%= config.bin %> whois KUBE-SVC-67NZLRHBNDSAWJRO -f examples/proxy/cluster.yaml',
    '<%= config.bin %> whois 30996 -f examples/proxy/cluster.yaml',
    '<%= config.bin %> whois https://web.shop/cart -f cluster.yaml',
    'kubectl get nodes,services,endpointslices,pods -A -o yaml | <%= config.bin %> whois 10.244.1.3 -f -',
  ]
  static override strict = false
  static override args = {
    what: Args.string({description: 'An address, address:port, node port, chain, name or URL.'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Whois)
    const words = argv as string[]
    await this.answer(
      flags,
      {
        needs: (scope, search) => whoisNeeds({words, ...scope}, search),
        ask: (cluster, scope) => whois(cluster, {words, ...scope}),
      },
      {isAboutCluster: true},
    )
  }
}
