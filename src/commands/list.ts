import {Args, Flags} from '@oclif/core'
import {QuestionCommand, type Scope} from '../command.ts'
import {factFlags, readFactFlags} from '../fact-flags.ts'
import {stepList} from '../questions/list/change.ts'
import {list, type ServiceListReport} from '../questions/list/list.ts'
import {listNeeds} from '../questions/list/needs.ts'

export default class List extends QuestionCommand {
  static override aliases = ['get']
  static override summary = 'Services as kubectl get lists them, with what stands behind each: endpoints, verdict and the worst finding.'
  static override description =
    'Without a target, every Service in scope, by namespace and name. ENDPOINTS counts those that every port reaches, of all. EXPOSURE, with -o wide or --exposure, is from how far away a Service can be reached when policies have had their say, as the command exposure has it: internet, network (private networks), cluster, namespace, nobody, or ? where nothing tells. It takes longer, and more has to be read. -o wide adds the selector, too.'
  static override examples = [
    '<%= config.bin %> list -f deploy/',
    '<%= config.bin %> get svc -n shop -l tier=web -o wide -f deploy/',
    'kubectl get svc,pods,endpointslices -A -o yaml | <%= config.bin %> list -f -',
    '<%= config.bin %> list -f deploy/ --exposure --cloud azure',
    '<%= config.bin %> list -A --watch',
  ]
  static override strict = false
  static override flags = {
    exposure: Flags.boolean({
      helpGroup: 'EXPOSURE',
      summary: 'From how far away each Service can be reached: the column EXPOSURE, and reach with -o json. -o wide has it anyway.',
    }),
    ...factFlags,
    watch: Flags.boolean({
      char: 'w',
      helpGroup: 'CLUSTER',
      summary: 'Go on after the list, and print the rows that change as they do. With -o json, each change is a document on one line.',
    }),
  }
  static override args = {
    target: Args.string({description: 'svc/NAME, or svc with -l (a bare NAME is a Service).'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(List)
    const targets = argv as string[]
    const asksExposure = flags.exposure || isShownWide(flags.output) || FACTS.some((fact) => flags[fact] !== undefined)
    const asked = {targets, exposure: asksExposure ? await readFactFlags(flags) : undefined}
    const needs = (scope: Scope, search: boolean) => listNeeds({...asked, ...scope}, search)
    await (flags.watch
      ? this.follow<ServiceListReport>(flags, {
          needs,
          step: (before, cluster, scope) => stepList(before, cluster, {...asked, now: Date.now(), ...scope}),
        })
      : this.answer(flags, {needs, ask: (cluster, scope) => list(cluster, {...asked, now: Date.now(), ...scope})}))
  }
}

/** What is said of the cluster is said for the sake of the column. */
const FACTS = ['cloud', 'class', 'nodes', 'config'] as const satisfies readonly (keyof typeof factFlags)[]

function isShownWide(outputs: readonly string[] | undefined): boolean {
  return outputs?.some((word) => /^wide(=|$)/.test(word)) ?? false
}
