import {Flags} from '@oclif/core'
import {SEVERITIES, type Severity} from './report.ts'

const FAIL_ON = [...SEVERITIES, 'never'] as const

const GROUP = {helpGroup: 'CLUSTER'} as const

/** Which cluster is asked where no manifests are named, and as whom: the flags of kubectl. */
const connectionFlags = {
  context: Flags.string({
    ...GROUP,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME',
    summary: 'The context of the kubeconfig to ask. Repeatable: several clusters are asked side by side.',
  }),
  kubeconfig: Flags.string({
    ...GROUP,
    helpValue: 'FILE',
    summary: 'The kubeconfig; else KUBECONFIG, ~/.kube/config, or the service account of the pod.',
  }),
  cluster: Flags.string({...GROUP, helpValue: 'NAME', summary: 'The cluster of the kubeconfig to ask.'}),
  user: Flags.string({...GROUP, helpValue: 'NAME', summary: 'The user of the kubeconfig to ask as.'}),
  server: Flags.string({...GROUP, char: 's', helpValue: 'URL', summary: 'The address of the API server.'}),
  token: Flags.string({...GROUP, helpValue: 'TOKEN', summary: 'A bearer token for the API server.'}),
  as: Flags.string({...GROUP, helpValue: 'USER', summary: 'Impersonate this user.'}),
  'as-group': Flags.string({
    ...GROUP,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'GROUP',
    summary: 'Impersonate a member of this group. Repeatable.',
  }),
  'as-uid': Flags.string({...GROUP, helpValue: 'UID', summary: 'Impersonate this UID.'}),
  'request-timeout': Flags.string({...GROUP, helpValue: 'TIME', summary: 'How long a request may take: 30s, 1m; 0 is forever.'}),
}

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
    summary:
      "Only this namespace. In manifests it is also the one of objects that name none (else default); of a cluster it is the context's where it is not stated.",
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
  ...connectionFlags,
  search: Flags.boolean({
    allowNo: true,
    default: true,
    helpGroup: 'CLUSTER',
    summary: 'Where a selector finds nothing, look on at workloads and at the labels of other pods. --no-search does not.',
  }),
  verbose: Flags.boolean({char: 'v', helpGroup: 'CLUSTER', summary: 'Print each request, its size and time, to standard error.'}),
  output: Flags.string({
    char: 'o',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'OUTPUT',
    helpValue: 'FORMAT[=FILE]',
    summary:
      'table, wide, json, yaml, markdown, sarif, junit or name, to a file where one is named. Repeatable, one of them to standard output.',
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

/** The same with only the flags of some groups in the help: the others mean nothing to a command that reads nothing. */
export function flagsShown(groups: readonly string[]): typeof sharedFlags {
  const shown = Object.entries(sharedFlags).map(([name, flag]) => [
    name,
    groups.includes(flag.helpGroup ?? '') ? flag : {...flag, hidden: true},
  ])
  return Object.fromEntries(shown) as typeof sharedFlags
}
