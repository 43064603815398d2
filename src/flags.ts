import {Flags} from '@oclif/core'
import {SEVERITIES, type Severity} from './report.ts'

const FAIL_ON = [...SEVERITIES, 'never'] as const

/** The flags that every question shares, as kubectl names them. */
export const sharedFlags = {
  filename: Flags.string({
    char: 'f',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'INPUT',
    helpValue: 'FILE',
    summary: 'Manifests: a file, a directory (read recursively), or - for standard input. Repeatable.',
  }),
  recursive: Flags.boolean({
    char: 'R',
    helpGroup: 'INPUT',
    summary: 'Accepted as kubectl has it: directories are always read recursively.',
  }),
  kustomize: Flags.string({char: 'k', helpGroup: 'INPUT', helpValue: 'DIR', summary: 'A kustomization, built with kustomize or kubectl.'}),
  helm: Flags.string({helpGroup: 'INPUT', helpValue: 'CHART', summary: 'A Helm chart, rendered with helm template.'}),
  values: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    dependsOn: ['helm'],
    helpGroup: 'INPUT',
    helpValue: 'FILE',
    summary: 'Values file for --helm. Repeatable.',
  }),
  set: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    dependsOn: ['helm'],
    helpGroup: 'INPUT',
    helpValue: 'KEY=VALUE',
    summary: 'A value for --helm. Repeatable.',
  }),
  namespace: Flags.string({
    char: 'n',
    helpGroup: 'SCOPE',
    helpValue: 'NAME',
    summary: 'Only this namespace; it is also the one of objects that name none (else default).',
  }),
  'all-namespaces': Flags.boolean({
    char: 'A',
    helpGroup: 'SCOPE',
    summary: 'Every namespace. That is what manifests get anyway; it overrides -n.',
  }),
  selector: Flags.string({
    char: 'l',
    helpGroup: 'SCOPE',
    helpValue: 'LABELS',
    summary: 'Only Services, or the pods or workloads asked for, with these labels, in the grammar of kubectl -l.',
  }),
  output: Flags.string({
    char: 'o',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'OUTPUT',
    helpValue: 'FORMAT[=FILE]',
    summary: 'table, wide, json, yaml, markdown or name, to a file where one is named. Repeatable, one of them to standard output.',
  }),
  'no-headers': Flags.boolean({helpGroup: 'OUTPUT', summary: 'Rows only, without column names and summary.'}),
  color: Flags.string({
    options: ['auto', 'always', 'never'],
    default: 'auto',
    helpGroup: 'OUTPUT',
    summary: 'Colour; auto is on a terminal without NO_COLOR.',
  }),
  'no-color': Flags.boolean({helpGroup: 'OUTPUT', summary: 'The same as --color never.'}),
  'fail-on': Flags.custom<Severity | 'never'>({
    options: FAIL_ON,
    helpGroup: 'EXIT CODE',
    summary: 'Exit with 1 for findings from this severity on; never turns every 1 into 0.',
  })({default: 'error'}),
  strict: Flags.boolean({helpGroup: 'EXIT CODE', summary: 'Exit with 1 for partial and unknown answers about a named target too.'}),
  'skip-unreadable': Flags.boolean({helpGroup: 'EXIT CODE', summary: 'Input that cannot be read is a warning and no longer exit code 2.'}),
}
