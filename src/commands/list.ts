import {Args, Flags} from '@oclif/core'
import {QuestionCommand, type Scope} from '../command.ts'
import {stepList} from '../questions/list/change.ts'
import {list, type ServiceListReport} from '../questions/list/list.ts'
import {listNeeds} from '../questions/list/needs.ts'

export default class List extends QuestionCommand {
  static override aliases = ['get']
  static override summary = 'Services as kubectl get lists them, with what stands behind each: endpoints, verdict and the worst finding.'
  static override description =
    'Without a target, every Service in scope, by namespace and name. ENDPOINTS counts those that every port reaches, of all. -o wide adds the selector.'
  static override examples = [
    '<%= config.bin %> list -f deploy/',
    '<%= config.bin %> get svc -n shop -l tier=web -o wide -f deploy/',
    'kubectl get svc,pods,endpointslices -A -o yaml | <%= config.bin %> list -f -',
    '<%= config.bin %> list -A --watch',
  ]
  static override strict = false
  static override flags = {
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
    const needs = (scope: Scope, search: boolean) => listNeeds({targets, ...scope}, search)
    await (flags.watch
      ? this.follow<ServiceListReport>(flags, {
          needs,
          step: (before, cluster, scope) => stepList(before, cluster, {targets, now: Date.now(), ...scope}),
        })
      : this.answer(flags, {needs, ask: (cluster, scope) => list(cluster, {targets, now: Date.now(), ...scope})}))
  }
}
