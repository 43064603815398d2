import {Args} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {resolveNeeds} from '../questions/resolve/needs.ts'
import {resolve} from '../questions/resolve/resolve.ts'

export default class Resolve extends QuestionCommand {
  static override summary = 'Which pods does a Service reach, which Services reach a pod, and where none, why?'
  static override description =
    'Without a target, every Service in scope. A Service is answered with its pods and ports; a pod or a workload with the Services that select it.'
  static override examples = [
    '<%= config.bin %> resolve -f deploy/',
    '<%= config.bin %> resolve svc/web -n shop -f deploy/',
    '<%= config.bin %> resolve deploy/api pod/mysql-0 -f deploy/',
    "kubectl get svc,pods,endpointslices -A -o yaml | <%= config.bin %> resolve pods -l 'app in (web,api)' -f -",
  ]
  static override strict = false
  static override args = {
    target: Args.string({description: 'svc/NAME, pod/NAME, deploy/NAME, … (a bare NAME is a Service), or pods with -l.'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Resolve)
    const targets = argv as string[]
    await this.answer(flags, {
      needs: (scope, search) => resolveNeeds({targets, ...scope}, search),
      ask: (cluster, scope) => resolve(cluster, {targets, ...scope}),
    })
  }
}
