import type {Place} from '../../../src/cluster/object.ts'
import type {Finding} from '../../../src/report.ts'
import {chanceOf, shuffle} from './chance.ts'
import type {Fault, FaultKind, Site} from './fault.ts'
import {manifestOf, nodeAt, positionIn, startOf} from './manifest-text.ts'
import {lintAll, type Project, plant} from './planted.ts'

/** What became of one planted fault. */
export interface Outcome {
  readonly kind: string
  /** `project file kind/name: what was changed`. */
  readonly fault: string
  /** By a rule that should, at the object and line; else what was found of it, if anything. */
  readonly found: boolean
  readonly near: readonly string[]
  /** Other new findings, which are true once the fault is there, and those that are not. */
  readonly besides: readonly string[]
  readonly wrong: readonly string[]
}

interface Planting {
  readonly project: Project
  readonly fault: Fault
}

/** Plants so many faults of a kind, the same ones every time, spread over the projects. */
export function plantFaults(kind: FaultKind, projects: readonly Project[], wanted: number, seed: number): readonly Planting[] {
  const chance = chanceOf(`${kind.name} ${seed}`)
  const byName = new Map<string, (Site & {readonly project: Project})[]>()
  for (const project of projects) {
    const known = byName.get(project.name) ?? []
    byName.set(project.name, known)
    for (const site of kind.sitesIn(project)) known.push({...site, project})
  }
  const queues = shuffle([...byName.values()], chance).map((sites) => [...distinct(shuffle(sites, chance))])
  const planted: Planting[] = []
  while (planted.length < wanted && queues.some(({length}) => length > 0)) {
    for (const queue of queues) {
      const one = firstOf(queue, ({project, plant}) => {
        const fault = plant(chance)
        return fault && {project, fault}
      })
      if (one && planted.length < wanted) planted.push(one)
    }
  }
  return planted
}

/** Definitions of one object that a project has again and again are much the same; three of them are enough. */
function distinct<T extends Site>(sites: readonly T[]): readonly T[] {
  const times = new Map<string, number>()
  return sites.filter(({identity: {kind, namespace, name}}) => {
    const key = `${kind}/${namespace}/${name}`
    times.set(key, (times.get(key) ?? 0) + 1)
    return (times.get(key) ?? 0) <= 3
  })
}

function firstOf<T, R>(queue: T[], make: (one: T) => R | undefined): R | undefined {
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    const made = make(one)
    if (made !== undefined) return made
  }
  return undefined
}

export async function judgePlanting(kind: FaultKind, {project, fault}: Planting): Promise<Outcome> {
  const {rules, consequences, said = {}, name} = kind
  const input = await plant(project, fault.file, fault.text)
  const place = fault.places[0]
  const label = `${project.name} ${fault.file.slice(fault.file.indexOf(project.name) + project.name.length + 1)}${place ? `:${lineOf(fault, place, project)}` : ''} ${fault.object.kind}/${fault.object.name}: ${fault.what}`
  if (!input) return {kind: name, fault: label, found: false, near: ['the file cannot be read any more'], besides: [], wrong: []}
  const known = new Set(project.lintOf(said).findings.map(keyOf))
  const fresh = lintAll(input, said).findings.filter((finding) => !known.has(keyOf(finding)))
  const mine = fresh.filter((finding) => rules.includes(finding.rule))
  const hits: Finding[] = []
  for (const finding of mine) {
    if (finding.severity === 'info' || !isAbout(finding, fault)) continue
    const position = finding.place && (await input.locate(finding.place))
    if (
      position &&
      fault.places.some((one) => one.origin.file === finding.place?.origin.file && lineOf(fault, one, project) === position.line)
    )
      hits.push(finding)
  }
  const others = fresh.filter((finding) => !hits.includes(finding))
  return {
    kind: name,
    fault: label,
    found: hits.length > 0,
    near: hits.length > 0 ? [] : others.map(wordsOf),
    besides: others.filter(({rule}) => Object.hasOwn(consequences, rule)).map(wordsOf),
    // What was told at another place, or too mildly, is missed, and not wrong besides.
    wrong: others.filter(({rule}) => !Object.hasOwn(consequences, rule) && (hits.length > 0 || !rules.includes(rule))).map(wordsOf),
  }
}

function isAbout({object}: Finding, fault: Fault): boolean {
  return object?.kind === fault.object.kind && object.name === fault.object.name && object.namespace === fault.object.namespace
}

/** The line of a place in the text as it is now, read by other means than the program's. */
function lineOf(fault: Fault, {origin, path}: Place, project: Project): number | undefined {
  const text = origin.file === fault.file ? fault.text : project.textOf(origin.file)
  const manifest = manifestOf(text, {origin})
  const node = manifest && nodeAt(manifest, [...origin.path, ...path])
  return manifest && node && positionIn(text, startOf(manifest, node)).line
}

/** Without the object: one that is moved is the same. */
function keyOf({rule, place, message}: Finding): string {
  return JSON.stringify([rule, place?.origin.file, place?.origin.document, place?.origin.path, place?.path, message])
}

function wordsOf({rule, severity, object, place, message}: Finding): string {
  return `${severity} ${rule} ${object?.kind}/${object?.name} at ${place?.origin.file.split('/').slice(-2).join('/')} ${place?.path.join('.')}: ${message}`
}
