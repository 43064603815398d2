import {Flags} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {factFlags, readFactFlags} from '../fact-flags.ts'
import {readRuleChoice} from '../questions/lint/choose-rules.ts'
import {listChosenRules} from '../questions/lint/explain.ts'
import {lint, refuseTargets} from '../questions/lint/lint.ts'
import {lintNeeds} from '../questions/lint/needs.ts'

export default class Lint extends QuestionCommand {
  static override summary = 'What is wrong with Services, Ingresses, Gateways and policies, at which line, and how it is mended'
  static override description =
    'Rules read what the other questions work out: which pods a selector reaches, what is open to whom, what policies let pass. An error does not work, or is open by mistake; a warning is a hazard. What cannot be told is no finding; --strict lists it, with what would settle it. An annotation on an object, svcscope.io/ignore: "routing/selector, exposure/*", silences what is known and accepted.'
  static override examples = [
    '<%= config.bin %> lint -f deploy/',
    '<%= config.bin %> lint -f deploy/ -o sarif=lint.sarif --fail-on warning',
    "<%= config.bin %> lint -f deploy/ --only 'routing/*' --skip routing/selector",
    '<%= config.bin %> lint --list-rules',
  ]
  static override strict = false
  static override flags = {
    only: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpGroup: 'RULES',
      helpValue: 'GLOB',
      delimiter: ',',
      summary: 'Only rules with such names, in which * is any text. Repeatable, or with commas.',
    }),
    skip: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpGroup: 'RULES',
      helpValue: 'GLOB',
      delimiter: ',',
      summary: 'No rules with such names. Repeatable, or with commas.',
    }),
    'list-rules': Flags.boolean({helpGroup: 'RULES', summary: 'List every rule with its severity and what it finds; nothing is read.'}),
    ...factFlags,
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Lint)
    refuseTargets(argv as string[])
    const choice = readRuleChoice(flags)
    if (flags['list-rules'])
      return this.answer(
        {...flags, filename: undefined, kustomize: undefined, helm: undefined},
        {ask: () => listChosenRules(choice)},
        {needsInput: false},
      )
    const parameters = {choice, said: await readFactFlags(flags), strict: flags.strict}
    await this.answer(flags, {
      needs: lintNeeds,
      ask: (cluster, scope, input) => lint(cluster, {...parameters, ...scope}, input),
    })
  }
}
