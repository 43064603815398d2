import type {Cluster} from '../../cluster/cluster.ts'
import {classNamesOf} from '../../network/entry/class-names.ts'
import {nearestWord} from '../resemblance.ts'
import type {SaidFacts} from './said-facts.ts'

/**
 * A note for each class that a flag names and nothing has: it changed nothing, and is misspelt as a rule. A configuration may be written for more than one
 * input, and is not held to it.
 */
export function describeUnusedClasses(
  {classesOfFlags = []}: Pick<SaidFacts, 'classesOfFlags'>,
  clusters: readonly Cluster[],
): readonly string[] {
  if (classesOfFlags.length === 0) return []
  const used = [...new Set(clusters.flatMap(classNamesOf))].sort()
  return [...new Set(classesOfFlags)]
    .filter((name) => !used.includes(name))
    .map((name) => {
      const nearest = nearestWord(name, used)
      const has = used.length === 0 ? 'it names no class at all' : `it has: ${used.join(', ')}`
      return `--class ${name} says nothing: no Ingress, Gateway or Service of the input is of that class (${nearest ? `did you mean ${nearest}?` : has})`
    })
}
