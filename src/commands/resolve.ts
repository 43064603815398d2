import {Args, Flags} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {resolveNeeds} from '../questions/resolve/needs.ts'
import {resolve} from '../questions/resolve/resolve.ts'

export default class Resolve extends QuestionCommand {
  static override summary = 'Which pods does a Service reach, which Services reach a pod, and where none, why?'
  static override description =
    'Without a target, every Service in scope. A Service is answered with its pods and ports; a pod or a workload with the Services that select it, or with --policies with the NetworkPolicies that do, and what they let pass.'
  static override examples = [
    '<%= config.bin %> resolve -f deploy/',
    '<%= config.bin %> resolve svc/web -n shop -f deploy/',
    '<%= config.bin %> resolve deploy/api pod/mysql-0 -f deploy/',
    '<%= config.bin %> resolve deploy/api --policies -n shop -f deploy/',
    "kubectl get svc,pods,endpointslices -A -o yaml | <%= config.bin %> resolve pods -l 'app in (web,api)' -f -",
  ]
  static override strict = false
  static override args = {
    target: Args.string({description: 'svc/NAME, pod/NAME, deploy/NAME, … (a bare NAME is a Service), or pods with -l.'}),
  }

  static override flags = {
    policies: Flags.boolean({
      summary: 'Of pods and workloads: which policies select them, in which direction they are isolated, and what is let through.',
    }),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Resolve)
    const asked = {targets: argv as string[], policies: flags.policies}
    await this.answer(flags, {
      needs: (scope, search) => resolveNeeds({...asked, ...scope}, search),
      ask: (cluster, scope) => resolve(cluster, {...asked, ...scope}),
    })
  }
}
