import {Args} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {explain} from '../questions/lint/explain.ts'

export default class Explain extends QuestionCommand {
  static override summary = 'What a rule of lint finds, why that matters, and how it is mended'
  static override examples = [
    '<%= config.bin %> explain routing/selector',
    "<%= config.bin %> explain 'policy/*'",
    '<%= config.bin %> explain routing/selector -o json',
  ]
  static override baseFlags = QuestionCommand.lookFlags
  static override args = {
    rule: Args.string({
      description:
        'The name of a rule, of which the group may be left out. Without one, or with a glob such as routing/*, rules are listed.',
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(Explain)
    const nothing = {filename: undefined, kustomize: undefined, helm: undefined}
    await this.answer({...flags, ...nothing}, {ask: () => explain(args.rule)}, {needsInput: false})
  }
}
