import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

/** The version of everything that comes from k8s.io/kubernetes, but for older kube-proxies. */
export const KUBERNETES_VERSION = 'v1.37.2'
/** Those whose rules are compared too, each with a go.mod of its own. */
const OLDER_VERSIONS = {'1.36': 'v1.36.3', '1.35': 'v1.35.4'} as const
export const COREDNS_VERSION = '1.15.0'

const SOURCES = fileURLToPath(new URL('../programs', import.meta.url))
const CACHE = fileURLToPath(new URL('../../../.cache/live', import.meta.url))

const DIGEST_LENGTH = 12

interface Program {
  /** The folder of its go.mod, under programs/. */
  readonly module: string
  readonly package: string
  /** Kubernetes' programs say which version they are only where the build tells them. */
  readonly kubernetes?: string
}

const PROGRAMS = {
  etcd: {module: 'kubernetes', package: 'go.etcd.io/etcd/server/v3'},
  'kube-apiserver': {module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-apiserver', kubernetes: KUBERNETES_VERSION},
  'kube-controller-manager': {
    module: 'kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    kubernetes: KUBERNETES_VERSION,
  },
  'kube-proxy': {module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-proxy', kubernetes: KUBERNETES_VERSION},
  'kube-proxy-1.36': {module: 'kubernetes-1.36', package: 'k8s.io/kubernetes/cmd/kube-proxy', kubernetes: OLDER_VERSIONS['1.36']},
  'kube-proxy-1.35': {module: 'kubernetes-1.35', package: 'k8s.io/kubernetes/cmd/kube-proxy', kubernetes: OLDER_VERSIONS['1.35']},
  kubectl: {module: 'kubectl', package: 'k8s.io/kubernetes/cmd/kubectl', kubernetes: KUBERNETES_VERSION},
  envvars: {module: 'kubernetes', package: './envvars'},
  'kube-proxy-ipvs': {module: 'kubernetes', package: './ipvs'},
  coredns: {module: 'coredns', package: 'github.com/coredns/coredns'},
  cyclonus: {module: 'cyclonus', package: '.'},
  agent: {module: 'agent', package: '.'},
} as const satisfies Readonly<Record<string, Program>>

export type ProgramName = keyof typeof PROGRAMS

const asked = new Map<ProgramName, Promise<string>>()

/**
 * The path of a program: the one in KUBEBUILDER_ASSETS, the variable that Kubernetes projects use for such binaries, else built from the Go module
 * proxy, once, into the project's own ignored folder. A new go.mod or a changed source gets a new file.
 */
export function program(name: ProgramName): Promise<string> {
  const known = asked.get(name) ?? find(name)
  asked.set(name, known)
  return known
}

/** All of them, one after the other: each build uses every core. */
export async function programs<const Names extends readonly ProgramName[]>(
  ...names: Names
): Promise<Readonly<Record<Names[number], string>>> {
  const paths: Partial<Record<ProgramName, string>> = {}
  for (const name of names) paths[name] = await program(name)
  return paths as Record<Names[number], string>
}

async function find(name: ProgramName): Promise<string> {
  const given = process.env['KUBEBUILDER_ASSETS']
  if (given && existsSync(join(given, name))) return join(given, name)
  const wanted: Program = PROGRAMS[name]
  const file = join(CACHE, `${name}-${digest(wanted)}`)
  if (existsSync(file)) return file
  mkdirSync(CACHE, {recursive: true})
  // Another run may build the same: whoever is last puts an equal file in place of an equal file.
  const unfinished = `${file}.${process.pid}`
  process.stderr.write(`building ${name} …\n`)
  const flags = wanted.kubernetes ? ['-ldflags', versionFlags(wanted.kubernetes)] : []
  try {
    await promisify(execFile)('go', ['build', ...flags, '-o', unfinished, wanted.package], {
      cwd: join(SOURCES, wanted.module),
      env: {...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly'},
      maxBuffer: 2 ** 26,
    })
    renameSync(unfinished, file)
    for (const old of readdirSync(CACHE)) {
      if (old.startsWith(`${name}-`) && old.length === `${name}-`.length + DIGEST_LENGTH && !file.endsWith(old)) rmSync(join(CACHE, old))
    }
  } finally {
    rmSync(unfinished, {force: true})
  }
  return file
}

function versionFlags(version: string): string {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? []
  const set = {gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean'}
  return Object.entries(set)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ')
}

/** What a build depends on: the versions of its modules, the flags above, and sources of our own. */
function digest({module, package: path, kubernetes = KUBERNETES_VERSION}: Program): string {
  const folder = join(SOURCES, module)
  const hash = createHash('sha256').update(versionFlags(kubernetes))
  const own = path.startsWith('.') ? readdirSync(join(folder, path)).filter((name) => name.endsWith('.go')) : []
  for (const name of ['go.mod', 'go.sum', ...own.toSorted().map((name) => join(path, name))]) hash.update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, DIGEST_LENGTH)
}
