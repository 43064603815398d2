import {Flags} from '@oclif/core'
import {QuestionCommand} from '../../command.ts'
import {proxyFlags, proxyParameters} from '../../proxy-flags.ts'
import {askProxyCheck} from '../../questions/proxy/check.ts'
import {proxyNeeds} from '../../questions/proxy/needs.ts'
import {readPossiblyEmptyFile} from '../../sources/named-file.ts'

export default class ProxyCheck extends QuestionCommand {
  static override summary = 'Are the rules on a node those that kube-proxy should program, and if not, for which Services?'
  static override description =
    'Compares dumps taken on the node with what follows from the input. Comments, counters, canaries, chains that nothing leads to and rules of other programs are no differences. Exit 1 where there is one; -o wide shows the rules.'
  static override examples = [
    'iptables-save > node-b.dump; ip6tables-save >> node-b.dump',
    '<%= config.bin %> proxy check --node node-b --dump node-b.dump -f examples/proxy/cluster.yaml',
    '<%= config.bin %> proxy check --node node-b --dump node-b.nft -f cluster.yaml -o wide',
    'ssh node-b sudo iptables-save | <%= config.bin %> proxy check --node node-b --dump - -f cluster.yaml',
  ]
  static override flags = {
    ...proxyFlags,
    dump: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpGroup: 'PROXY',
      helpValue: 'FILE',
      summary:
        'What iptables-save, ip6tables-save, nft list ruleset, ipset save or ipvsadm-save -n printed on the node, one or several in a file. Repeatable.',
    }),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(ProxyCheck)
    const parameters = {...proxyParameters(flags), dumps: (flags.dump ?? []).map((file) => readPossiblyEmptyFile(file, HINT))}
    await this.answer(
      flags,
      {needs: () => proxyNeeds, ask: (cluster, scope) => askProxyCheck(cluster, {...parameters, ...scope})},
      {isAboutCluster: true},
    )
  }
}

const HINT = 'name a dump taken on the node: iptables-save and ip6tables-save, or nft list ruleset'
