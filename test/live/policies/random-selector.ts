import type {Random} from '../scenario/random-numbers.ts'

export type Vocabulary = Readonly<Record<string, readonly string[]>>

/** Few words, so that selectors and labels often meet. A label may be there with nothing in it. */
export const POD_LABELS: Vocabulary = {app: ['web', 'api', 'db'], tier: ['front', 'back', ''], 'example.com/part': ['a', 'b']}
export const NAMESPACE_LABELS: Vocabulary = {team: ['red', 'blue'], env: ['prod', 'dev', ''], 'example.com/zone': ['inner', 'outer']}

export interface Expression {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values?: readonly string[]
}

/** A metav1.LabelSelector; what is undefined is not written. */
export interface DrawnSelector {
  readonly matchLabels?: Readonly<Record<string, string>> | null
  readonly matchExpressions?: readonly Expression[] | null
}

export function drawLabels(random: Random, words: Vocabulary): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words).flatMap(([key, values]) => (random.chance(0.75) ? [[key, random.pick(values)]] : [])))
}

/** Every way to write one, most often with one requirement: the more there are, the less they select. */
export function drawSelector(random: Random, words: Vocabulary): DrawnSelector {
  switch (random.weighted({empty: 2, labels: 4, expressions: 4, both: 1})) {
    case 'empty':
      return random.pick<DrawnSelector>([{}, {matchLabels: {}}, {matchExpressions: []}, {matchLabels: null, matchExpressions: null}])
    case 'labels':
      return {matchLabels: drawMatchLabels(random, words)}
    case 'expressions':
      return {matchExpressions: drawExpressions(random, words)}
    case 'both':
      return {matchLabels: drawMatchLabels(random, words), matchExpressions: drawExpressions(random, words)}
  }
}

function drawMatchLabels(random: Random, words: Vocabulary): Readonly<Record<string, string>> {
  const keys = random.some(Object.keys(words), random.chance(0.8) ? 1 : 2)
  return Object.fromEntries(keys.map((key) => [key, random.pick(words[key] ?? [])]))
}

function drawExpressions(random: Random, words: Vocabulary): readonly Expression[] {
  return Array.from({length: random.chance(0.8) ? 1 : 2}, () => {
    const key = random.pick(Object.keys(words))
    const operator = random.pick(['In', 'In', 'NotIn', 'Exists', 'DoesNotExist'] as const)
    if (operator === 'Exists' || operator === 'DoesNotExist') return random.chance(0.8) ? {key, operator} : {key, operator, values: []}
    return {key, operator, values: random.some(words[key] ?? [], 1 + random.below(2))}
  })
}
