import type {Table} from './table.ts'

/** The chains, sets, maps and counters that packets can come to, by way of rules and of the verdicts in maps. Everything else is idle. */
export function reachableNames({counters, containers, chains}: Table): ReadonlySet<string> {
  const texts = new Map<string, readonly string[]>([
    ...counters.map((name): [string, readonly string[]] => [name, []]),
    ...containers.map(({name, elements}): [string, readonly string[]] => [name, elements.map(({verdict = ''}) => verdict)]),
    ...chains.map(({name, rules}): [string, readonly string[]] => [name, rules.map(({text}) => text)]),
  ])
  const reached = new Set(chains.flatMap(({name, hook}) => (hook === undefined ? [] : [name])))
  // What is added on the way has its turn later.
  for (const name of reached) {
    for (const text of texts.get(name) ?? []) for (const word of text.split(/[\s,"@]+/)) if (texts.has(word)) reached.add(word)
  }
  return reached
}
