export interface Answer {
  readonly answer: string
  readonly source: string
  /** What it means for this plan, in a few words. */
  readonly effect: string
  /** Whether it is the one that the plan was worked out with. */
  readonly taken: boolean
}

/** A question that the documents answer in more than one way, where it matters to this plan. */
export interface Disagreement {
  readonly id: string
  readonly question: string
  readonly answers: readonly Answer[]
}

/** A disagreement that changes a size of this plan, in one line for those who do not ask for the arithmetic. */
export function disagreementNote({id, question, answers}: Disagreement): string | undefined {
  const [first, ...others] = answers.map(({effect}) => effect)
  const matters = id.startsWith('default-') ? others.some((effect) => effect !== first) : others.some((effect) => effect.includes('take a'))
  if (!matters) return undefined
  return `documents disagree ${question}: ${answers.map(({answer, effect, taken}) => `${answer}${taken ? ' (taken)' : ''} is ${effect}`).join(', ')}`
}
