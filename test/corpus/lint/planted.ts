import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import type {Input, Origin} from '../../../src/cluster/object.ts'
import type {SaidFacts} from '../../../src/questions/exposure/said-facts.ts'
import {type LintReport, lint} from '../../../src/questions/lint/lint.ts'
import {type Judgement, judge} from '../../../src/questions/resolve/judgement.ts'
import {readFiles} from '../../../src/sources/files.ts'
import {startReading} from '../../../src/sources/reading.ts'
import {UserError} from '../../../src/user-error.ts'
import {CORPUS} from '../corpus.ts'

/** What is read together of a project of the corpus, as it is, with what is asked of it again and again. */
export interface Project {
  /** The project's; those that are collections have several inputs. */
  readonly name: string
  readonly input: Input
  readonly cluster: Cluster
  readonly judgements: readonly Judgement[]
  readonly textOf: (file: string) => string
  /** Files of which lint finds nothing wrong, and no hazard. */
  readonly isClean: (origin: Origin | undefined) => boolean
  readonly lintOf: (said: SaidFacts) => LintReport
}

/** Test data, each directory or file of which is a cluster of its own. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  'np-guard__netpol-analyzer': 'tests',
  traefik__traefik: 'pkg/provider/kubernetes/ingress/fixtures',
}

export async function readProject(name: string): Promise<readonly Project[]> {
  const collection = COLLECTIONS[name]
  if (collection === undefined) return [await readInput(name, join(CORPUS, name))]
  const directory = join(CORPUS, name, collection)
  const found: Project[] = []
  for (const entry of readdirSync(directory).sort()) {
    try {
      found.push(await readInput(name, join(directory, entry)))
    } catch (error) {
      // Some have no document that can be read: that is what they are for.
      if (!(error instanceof UserError)) throw error
    }
  }
  return found
}

async function readInput(name: string, path: string): Promise<Project> {
  const input = await readFiles({filenames: [path]}, {stdin: process.stdin})
  const cluster = buildCluster(input, undefined)
  const reports = new Map<string, LintReport>()
  const texts = new Map<string, string>()
  const lintOf = (said: SaidFacts) => {
    const key = JSON.stringify(said)
    const report = reports.get(key) ?? lintAll(input, said)
    reports.set(key, report)
    return report
  }
  const unclean = new Set(
    lintOf({})
      .findings.filter(({severity}) => severity !== 'info')
      .map(({place}) => place?.origin.file),
  )
  return {
    name,
    input,
    cluster,
    judgements: cluster.services.map((service) => judge(cluster, service)),
    textOf: (file) => {
      const text = texts.get(file) ?? readFileSync(file, 'utf8')
      texts.set(file, text)
      return text
    },
    isClean: (origin) => origin !== undefined && !unclean.has(origin.file) && !origin.file.endsWith('.gz'),
    lintOf,
  }
}

/** Every rule, as by default. */
export function lintAll(input: Input, said: SaidFacts): LintReport {
  const parameters = {namespace: undefined, selector: undefined, choice: {only: [], skip: []}, said, strict: false}
  return lint(buildCluster(input, undefined), parameters, input)
}

/** The input of a project, one of whose files has another text: only that one is read anew. Undefined where it cannot be read, or has other objects. */
export async function plant({input}: Project, file: string, text: string): Promise<Input | undefined> {
  const reading = startReading()
  await reading.add({kind: 'file', file, bytes: Buffer.from(text)})
  const changed = reading.finish([])
  const isOfFile = ({origin}: Input['objects'][number]) => origin?.file === file
  const first = input.objects.findIndex(isOfFile)
  const others = input.objects.filter((object) => !isOfFile(object))
  if (changed.problems.length > 0 || changed.objects.length + others.length !== input.objects.length) return undefined
  return {
    ...input,
    objects: others.toSpliced(first, 0, ...changed.objects),
    locate: (place) => (place.origin.file === file ? changed.locate(place) : input.locate(place)),
  }
}
