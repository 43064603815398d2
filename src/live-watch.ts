import {joinContexts} from './contexts.ts'
import {type LiveContext, type LiveFlags, openContexts} from './live-input.ts'
import type {Needs} from './questions/reads/needs.ts'
import type {LocatedFinding, Report} from './report.ts'
import {writeStderr} from './sinks/stdout.ts'
import type {Gathered} from './sources/live/gathering.ts'
import {errorLines, UserError} from './user-error.ts'

interface Reported {
  readonly report: Report<LocatedFinding>
}

/** What is asked of clusters again and again. */
export interface WatchedQuestion<Turn extends Reported> {
  readonly needs: (context: LiveContext) => Needs
  /** Asks one cluster: the first time for everything, then for what changed since; undefined where nothing did. */
  readonly startAsking: (context: LiveContext) => (gathered: Gathered) => Promise<Turn | undefined>
  /** Prints a turn, the first of all clusters together; false where nobody reads it. */
  readonly show: (turn: Turn) => Promise<boolean>
}

interface Watched<Turn> {
  readonly context: LiveContext
  readonly turns: AsyncGenerator<Turn>
}

/** As a shell has it of a program that Ctrl-C ended. */
const INTERRUPTED = 130
/** A reader that has stopped reading is not waited for any longer than so many milliseconds. */
const LAST_WORDS = 300

/**
 * Asks every context that the flags name, and again after each change, until Ctrl-C or until nobody reads any more. Several are followed side by
 * side, and the others go on where one cannot be.
 * @returns the exit code
 * @throws UserError where the only one cannot be asked
 */
export async function followContexts<Turn extends Reported>(flags: LiveFlags, question: WatchedQuestion<Turn>): Promise<number> {
  const ending = new AbortController()
  let exitCode = 2
  const end = (code: number) => {
    exitCode = code
    ending.abort(new Error('nobody wants to know any more'))
  }
  const interrupt = () => {
    end(INTERRUPTED)
    setTimeout(() => process.exit(INTERRUPTED), LAST_WORDS).unref()
  }
  const show = async (turn: Turn) => {
    if (!ending.signal.aborted && !(await question.show(turn))) end(0)
  }
  process.once('SIGINT', interrupt)
  try {
    const contexts = await openContexts(flags, ending.signal)
    const isOnly = contexts.length === 1
    const tell = (context: LiveContext, error: unknown) => {
      // Of several clusters each is told of; of one there is nothing else to tell.
      if (isOnly || ending.signal.aborted || !(error instanceof UserError)) throw error
      writeStderr(errorLines(error, context.name))
    }
    const all = contexts.map((context) => ({context, turns: turnsOf(context, question)}))
    const begun = await Promise.all(all.map(async (watched) => ({...watched, first: await nextOf(watched, tell)})))
    const firsts = begun.flatMap(({context, first}) => (first ? [{context, first}] : []))
    const [one] = firsts
    const joined = firsts.map(({context, first}) => ({context: context.name, report: first.report}))
    if (one) await show(isOnly ? one.first : {...one.first, report: joinContexts(joined)})
    const goOn = async (watched: Watched<Turn>) => {
      const {name} = watched.context
      for (let turn = await nextOf(watched, tell); turn; turn = await nextOf(watched, tell)) {
        await show(isOnly ? turn : {...turn, report: joinContexts([{context: name, report: turn.report}])})
      }
    }
    await Promise.all(begun.map((watched) => watched.first && goOn(watched)))
  } catch (error) {
    if (!ending.signal.aborted) throw error
  } finally {
    process.off('SIGINT', interrupt)
    // Where one of several has ended all, the others are still asked.
    ending.abort(new Error('it is over'))
  }
  return exitCode
}

async function* turnsOf<Turn extends Reported>(context: LiveContext, question: WatchedQuestion<Turn>): AsyncGenerator<Turn> {
  const ask = question.startAsking(context)
  for await (const gathered of context.watch(question.needs(context))) {
    const turn = await ask(gathered)
    if (turn) yield turn
  }
}

async function nextOf<Turn>(
  {context, turns}: Watched<Turn>,
  tell: (context: LiveContext, error: unknown) => void,
): Promise<Turn | undefined> {
  try {
    const {value, done} = await turns.next()
    return done ? undefined : value
  } catch (error) {
    tell(context, error)
    return undefined
  }
}
