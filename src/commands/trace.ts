import {Args, Flags, type Interfaces} from '@oclif/core'
import {QuestionCommand, type SharedFlags} from '../command.ts'
import {proxyFlags, proxyParameters} from '../proxy-flags.ts'
import {traceNeeds} from '../questions/trace/needs.ts'
import {trace} from '../questions/trace/trace.ts'
import {whoNeeds} from '../questions/who/needs.ts'
import {checkAlone} from '../questions/who/question.ts'
import {who} from '../questions/who/who.ts'

const FAMILIES = ['IPv4', 'IPv6'] as const

export default class Trace extends QuestionCommand {
  static override summary =
    'What happens to one connection: name, DNS answer, virtual IP, rules of kube-proxy, endpoint, port, source address?'
  static override description =
    'TARGET is a Service, a name, a URL, or an address of a Service, a node or a pod. Without --from, a pod on each kind of node connects, or whoever is outside where the target is an address for the outside. Nothing is sent: the answer follows from the input. With --who the reverse is asked, by policies alone: TARGET is a Service then, or left out for all.'
  static override examples = [
    '<%= config.bin %> trace http://web.shop --from pod/client -n shop -f cluster.yaml',
    '<%= config.bin %> trace svc/web:http -n shop -f deploy/',
    '<%= config.bin %> trace 203.0.113.20:443 -f cluster.yaml',
    '<%= config.bin %> trace svc/web --who -n shop -f deploy/',
    '<%= config.bin %> trace --who -A -o json',
    '<%= config.bin %> trace node-a:30080 --from internet --proxy-mode nftables --rules -f cluster.yaml',
    'kubectl get svc,pods,endpointslices,nodes -A -o yaml | <%= config.bin %> trace svc/dns:53/udp -n kube-system -f -',
  ]
  static override strict = false
  static override args = {
    target: Args.string({description: 'svc/web:http, web.shop:80, http://web.shop, 10.0.46.28:80, node-a:30080, …'}),
  }
  static override flags = {
    ...proxyFlags,
    from: Flags.string({
      helpGroup: 'TRACE',
      helpValue: 'CLIENT',
      summary: 'Who connects: pod/NAME, deploy/NAME, ns/NAME (any pod of it), node/NAME, internet, or an address.',
    }),
    node: Flags.string({
      helpGroup: 'TRACE',
      helpValue: 'NAME',
      summary: "The node whose rules apply: the client's own, or the one that a packet from outside enters.",
    }),
    'ip-family': Flags.option({
      options: FAMILIES,
      helpGroup: 'TRACE',
      summary: 'The addresses to use of what has both; else its first.',
    })(),
    rules: Flags.boolean({
      helpGroup: 'TRACE',
      summary: 'The very rules that the connection goes through, in ipvs mode with its virtual server.',
    }),
    who: Flags.boolean({
      helpGroup: 'TRACE',
      summary: 'The reverse: which workloads and outside ranges policies let reach the Service, or without TARGET each Service.',
    }),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Trace)
    if (flags.who) return this.askWho(flags, argv as string[])
    const parameters = {
      ...proxyParameters(flags),
      words: argv as string[],
      from: flags.from,
      family: flags['ip-family'],
      rules: flags.rules,
    }
    await this.answer(flags, {
      needs: (scope, search) => traceNeeds({...parameters, ...scope}, search),
      ask: (cluster, scope) => trace(cluster, {...parameters, ...scope}),
    })
  }

  private async askWho(flags: WhoFlags, words: readonly string[]): Promise<void> {
    checkAlone(flags)
    const parameters = {words, family: flags['ip-family']}
    await this.answer(flags, {
      needs: (scope, search) => whoNeeds({...parameters, ...scope}, search),
      ask: (cluster, scope) => who(cluster, {...parameters, ...scope}),
    })
  }
}

type WhoFlags = SharedFlags & Interfaces.InferredFlags<typeof Trace.flags>
