import {randomBytes} from 'node:crypto'
import {Args, Flags} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {askRoles, refuseSeveral, refuseWords} from '../questions/snapshot/ask-roles.ts'
import {askSnapshot} from '../questions/snapshot/ask-snapshot.ts'
import {snapshotNeeds} from '../questions/snapshot/needs.ts'

export default class Snapshot extends QuestionCommand {
  static override summary = 'Save what the commands need of a cluster into one file that -f reads back.'
  static override description =
    'The whole cluster unless -n says otherwise, as JSON or with -o yaml; a file whose name ends in .gz is compressed. Secrets are never read, and the environment, arguments and volumes of containers are left out. What could not be read is noted in the file and stays unknown. --redact replaces names, values of labels and annotations, addresses, hosts and images, each by the same word everywhere, so that answers keep their shape.'
  static override examples = [
    '<%= config.bin %> snapshot -o json=cluster.json.gz',
    '<%= config.bin %> snapshot --redact > ticket.json',
    '<%= config.bin %> resolve svc/web -n shop -f cluster.json.gz',
    '<%= config.bin %> snapshot --rbac trace -o yaml | kubectl apply -f -',
  ]
  static override strict = false
  static override args = {
    command: Args.string({description: 'With --rbac: the commands whose roles are wanted.'}),
  }
  static override flags = {
    rbac: Flags.boolean({summary: 'Instead print the least ClusterRole that each command needs, or those named. No cluster is asked.'}),
    redact: Flags.boolean({summary: 'Replace everything that says whose cluster it is.'}),
    'redact-key': Flags.string({
      dependsOn: ['redact'],
      helpValue: 'KEY',
      summary:
        'The key of the replacement: the same one gives the same words in another snapshot. Without it a random one is taken and forgotten.',
    }),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Snapshot)
    if (flags.rbac) {
      await this.answer(flags, {ask: () => askRoles(argv as string[])}, {needsInput: false})
      return
    }
    refuseWords(argv as string[])
    refuseSeveral(flags.context ?? [])
    const redactionKey = flags.redact ? (flags['redact-key'] ?? randomBytes(32).toString('hex')) : undefined
    await this.answer(
      flags,
      {
        needs: ({namespace}) => snapshotNeeds(namespace),
        ask: (_, __, {objects, coverage}) => askSnapshot({objects: objects.map(({object}) => object), coverage, redactionKey}),
      },
      {isAboutCluster: true},
    )
  }
}
