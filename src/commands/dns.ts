import {Args, Flags} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {askDns, RECORD_TYPES, type RecordType} from '../questions/dns/dns.ts'
import {dnsNeeds} from '../questions/dns/needs.ts'

export default class Dns extends QuestionCommand {
  static override summary = "What does the cluster's DNS answer: each name that is tried, its records, and where none, why?"
  static override description =
    'A NAME is asked as a pod would, with its search domains; svc/NAME shows all names that a Service has; an address is asked for its name. Nothing is sent to a server: the answers follow from the input.'
  static override examples = [
    '<%= config.bin %> dns web.shop -f deploy/',
    '<%= config.bin %> dns web --from deploy/checkout -n shop -f deploy/',
    '<%= config.bin %> dns svc/mysql -f deploy/',
    '<%= config.bin %> dns _http._tcp.web.shop.svc.cluster.local -f deploy/',
    'kubectl get svc,pods,endpointslices,ns -A -o yaml | <%= config.bin %> dns 10.0.46.28 -f -',
  ]
  static override strict = false
  static override args = {
    name: Args.string({description: 'A name, an address, or svc/NAME.'}),
  }
  static override flags = {
    from: Flags.string({
      helpGroup: 'DNS',
      helpValue: 'POD',
      summary: 'Who asks: pod/NAME, deploy/NAME, …, or node/NAME; else a pod of the namespace that says nothing of DNS.',
    }),
    type: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpGroup: 'DNS',
      helpValue: 'TYPE',
      summary: `${RECORD_TYPES.slice(0, -1).join(', ')} or ${RECORD_TYPES.at(-1)}; else what makes sense for the name. Repeatable.`,
      parse: async (text) => text.toUpperCase(),
      options: [...RECORD_TYPES, ...RECORD_TYPES.map((type) => type.toLowerCase())],
    }),
    'cluster-domain': Flags.string({
      helpGroup: 'DNS',
      helpValue: 'DOMAIN',
      summary: "The cluster's domain; else what the input's CoreDNS says, else cluster.local.",
    }),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Dns)
    const parameters = {
      words: argv as string[],
      from: flags.from,
      types: flags.type as RecordType[] | undefined,
      clusterDomain: flags['cluster-domain'],
    }
    await this.answer(flags, {
      needs: (scope, search) => dnsNeeds({...parameters, ...scope}, search),
      ask: (cluster, scope) => askDns(cluster, {...parameters, ...scope}),
    })
  }
}
