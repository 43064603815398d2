import {Args, Flags} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {factFlags, readFactFlags} from '../fact-flags.ts'
import {exposure} from '../questions/exposure/exposure.ts'
import {exposureNeeds} from '../questions/exposure/needs.ts'

const FROM = ['internet', 'network', 'cluster'] as const

export default class Exposure extends QuestionCommand {
  static override summary =
    'Who can reach each Service, from the internet, private networks or inside, through what, and what of it is sensitive?'
  static override description =
    'Without a target, every Service in scope and every pod that is reached past Services, the worst first. What manifests do not say of a cluster (its cloud, what classes of Ingresses and Gateways make, whether nodes have public addresses) comes from flags, else from svcscope.yaml, else from what the input shows; where nothing tells, the answer is a question.'
  static override examples = [
    '<%= config.bin %> exposure -f deploy/',
    '<%= config.bin %> exposure -f deploy/ --cloud azure --class edge=private',
    '<%= config.bin %> exposure --from internet -A',
    '<%= config.bin %> exposure svc/web -n shop -o json -f deploy/',
  ]
  static override strict = false
  static override args = {
    target: Args.string({description: 'svc/NAME, svc/NAME:PORT (a bare NAME is a Service), or svc with -l.'}),
  }
  static override flags = {
    from: Flags.option({
      options: FROM,
      helpGroup: 'EXPOSURE',
      summary: 'Only what clients from there, or from farther, can reach.',
    })(),
    to: Flags.string({
      helpGroup: 'EXPOSURE',
      helpValue: 'TARGET',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Only this Service, as the target. Repeatable.',
    }),
    ...factFlags,
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Exposure)
    const said = await readFactFlags(flags)
    const parameters = {words: [...(argv as string[]), ...(flags.to ?? [])], from: flags.from, said}
    await this.answer(flags, {
      needs: (scope) => exposureNeeds({...parameters, ...scope}),
      ask: (cluster, scope) => exposure(cluster, {...parameters, ...scope}),
    })
  }
}
