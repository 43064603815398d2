import {liveProblem} from './harness/requirements.ts'

/** Says once why nothing is tested, where this machine lacks what it takes. In CI that is a failure: a check that was skipped has not passed. */
export default function setup(): void {
  const problem = liveProblem()
  if (problem === undefined) return
  if (process.env['CI']) throw new Error(problem)
  process.stderr.write(`skipped: ${problem}\n`)
}
