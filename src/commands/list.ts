import {Args} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {list} from '../questions/list/list.ts'
import {resolveNeeds} from '../questions/resolve/needs.ts'

export default class List extends QuestionCommand {
  static override aliases = ['get']
  static override summary = 'Services as kubectl get lists them, with what stands behind each: endpoints, verdict and the worst finding.'
  static override description =
    'Without a target, every Service in scope, by namespace and name. ENDPOINTS counts those that every port reaches, of all. -o wide adds the selector.'
  static override examples = [
    '<%= config.bin %> list -f deploy/',
    '<%= config.bin %> get svc -n shop -l tier=web -o wide -f deploy/',
    'kubectl get svc,pods,endpointslices -A -o yaml | <%= config.bin %> list -f -',
  ]
  static override strict = false
  static override args = {
    target: Args.string({description: 'svc/NAME, or svc with -l (a bare NAME is a Service).'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(List)
    const targets = argv as string[]
    await this.answer(flags, {
      needs: (scope, search) => resolveNeeds({targets, ...scope}, search),
      ask: (cluster, scope) => list(cluster, {targets, now: Date.now(), ...scope}),
    })
  }
}
