import {Args} from '@oclif/core'
import {QuestionCommand} from '../command.ts'
import {factFlags, readFactFlags} from '../fact-flags.ts'
import {diff} from '../questions/diff/diff.ts'
import {diffNeeds} from '../questions/diff/needs.ts'

export default class Diff extends QuestionCommand {
  static override summary = 'What does a change open, close or break: between two directories, files, snapshots, git revisions or clusters?'
  static override description =
    'Compares what follows from two inputs, not their text: newly reachable from the internet or inside, no longer reachable, ports moved, endpoints lost, policies that stopped selecting. Each is a file, a directory, a saved snapshot, - for standard input, git:REV or git:REV:PATH, or context:NAME. Without OLD, what -f names is compared with the cluster, as kubectl diff does. Exit 1 where exposure grew.'
  static override examples = [
    '<%= config.bin %> diff git:main deploy/',
    '<%= config.bin %> diff git:main git:HEAD -o markdown > comment.md',
    '<%= config.bin %> diff git:v1.2.0:deploy git:v1.3.0:deploy --cloud azure',
    '<%= config.bin %> diff -f deploy/ -n shop',
    '<%= config.bin %> diff before.yaml after.yaml --fail-on warning',
    '<%= config.bin %> diff context:staging context:production -n shop',
  ]
  static override strict = false
  static override args = {
    old: Args.string({description: 'What was: FILE, DIRECTORY, SNAPSHOT, -, git:REV, git:REV:PATH or context:NAME.'}),
    new: Args.string({description: 'What is, or will be, in the same words; or -f, -k, --helm.'}),
  }
  static override flags = factFlags

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Diff)
    const said = await readFactFlags(flags)
    await this.compare(flags, argv as string[], {
      needs: (scope) => diffNeeds(scope),
      ask: (before, after, scope) => diff(before, after, {...scope, said}),
    })
  }
}
