import {Command, type Interfaces} from '@oclif/core'
import type {Turn} from './change-text.ts'
import {buildCluster, type Cluster} from './cluster/cluster.ts'
import {type LabelSelector, parseLabelSelector} from './cluster/label-selector.ts'
import type {Input, InputProblem} from './cluster/object.ts'
import {hasFailed} from './cluster/read.ts'
import type {Compared} from './compared-inputs.ts'
import {type ContextAnswer, joinContexts} from './contexts.ts'
import {exitCodeOf} from './exit-code.ts'
import {flagsShown, sharedFlags} from './flags.ts'
import {inputFindings, inputNotes, problemLines, searchNotes} from './input-report.ts'
import {locateReport} from './location.ts'
import {type Output, parseOutputs} from './output.ts'
import {looksOf, print} from './printing.ts'
import type {Needs} from './questions/reads/needs.ts'
import type {LocatedFinding, Report} from './report.ts'
import {writeStderr, writeStdout} from './sinks/stdout.ts'
import {readFiles} from './sources/files.ts'
import {errorLines, UserError} from './user-error.ts'

export type SharedFlags = Interfaces.InferredFlags<typeof sharedFlags>

/** What every question is asked about, beside the cluster. */
export interface Scope {
  /** Undefined is all. */
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
}

/** A question as a command puts it: what it needs to have read of a running cluster, and what it asks of what was read. */
interface Question {
  /** Undefined for a question that is never asked of a running cluster. */
  readonly needs?: (scope: Scope, search: boolean) => Needs
  readonly ask: (cluster: Cluster, scope: Scope, input: Input) => Report
}

/** A question that is asked again after each change: of what was so before, and is so now, there is what changed. */
interface FollowedQuestion<R extends Report> {
  readonly needs: (scope: Scope, search: boolean) => Needs
  /** `before` is undefined the first time, when everything is to be told; `changed` is undefined where nothing did. */
  readonly step: (before: R | undefined, cluster: Cluster, scope: Scope) => {readonly now: R; readonly changed: Report | undefined}
}

type LiveQuestion = Question & Required<Pick<Question, 'needs'>>

/** A question about two inputs. */
interface ComparingQuestion {
  readonly needs: (scope: Scope) => Needs
  readonly ask: (before: Cluster, after: Cluster, scope: Scope & ComparedScope) => Report
}

/** How the inputs were named, and what to know of how they were compared. */
interface ComparedScope {
  readonly names: {readonly before: string; readonly after: string}
  readonly notes: readonly string[]
  /** What could not be read of them. */
  readonly unread: readonly string[]
}

interface Asking {
  /** Whether there is no question without manifests or a cluster. */
  readonly needsInput?: boolean
  /** Whether the namespace of a context says nothing about the scope of the question: it is about the whole cluster unless -n says otherwise. */
  readonly isAboutCluster?: boolean
  /** Looks places up where they are in a file of another kind than manifests. */
  readonly locate?: Input['locate'] | undefined
}

/** The base of every command that asks a question: the straight line from flags to exit code. The only file that knows every layer. */
export abstract class QuestionCommand extends Command {
  static override baseFlags = sharedFlags
  /** Of a command that reads nothing. */
  protected static lookFlags = flagsShown(['OUTPUT'])

  /** Reads the input, asks, and prints; the exit code follows from the report. Some questions can do without input. */
  protected async answer(flags: SharedFlags, question: Question, asking: Asking = {}): Promise<void> {
    const outputs = parseOutputs(flags.output ?? [])
    const selector = readSelector(flags.selector)
    const {needsInput = true} = asking
    if (isInputNamed(flags) || !needsInput || !question.needs) await this.answerFromFiles(flags, question, {outputs, selector}, asking)
    else await this.answerLive(flags, {...question, needs: question.needs}, {outputs, selector}, asking)
  }

  /** Asks a running cluster, and again after each change, and prints what changed; ends with Ctrl-C. */
  protected async follow<R extends Report>(flags: SharedFlags, {needs, step}: FollowedQuestion<R>): Promise<void> {
    if (isInputNamed(flags))
      throw new UserError('--watch follows a running cluster, and manifests were named', 'leave out either --watch or -f, -k and --helm')
    const {alignWith, startRendering, watchFormat, withNews} = await import('./change-text.ts')
    const {followContexts} = await import('./live-watch.ts')
    const render = startRendering(watchFormat(parseOutputs(flags.output ?? [])))
    const selector = readSelector(flags.selector)
    process.exitCode = await followContexts<Turn>(flags, {
      needs: (context) => needs(scopeIn(context, flags, selector), flags.search),
      startAsking: (context) => {
        const told = new Set<string>()
        let before: R | undefined
        return async ({input, cluster}) => {
          const isFirst = before === undefined
          const {now, changed} = step(before, cluster, scopeIn(context, flags, selector))
          before = now
          if (changed === undefined) return undefined
          const report = withNews(await located(changed, input, cluster, flags), told)
          return {isFirst, ...(isFirst ? {report, rulers: 0} : alignWith(now.tables[0], report))}
        }
      },
      show: async (turn) => {
        const {text, remarks} = await render(turn, looksOf(flags))
        writeStderr(remarks)
        return writeStdout(text)
      },
    })
  }

  /** Reads two inputs, each on its own, asks about both, and prints. */
  protected async compare(flags: SharedFlags, words: readonly string[], {needs, ask}: ComparingQuestion): Promise<void> {
    const outputs = parseOutputs(flags.output ?? [])
    const {describeInput, namedInputs, readCompared} = await import('./compared-inputs.ts')
    const [before, after] = namedInputs(words, isInputNamed(flags) ? filesOf(flags) : undefined)
    const scope = scopeIn({namespace: undefined}, flags, readSelector(flags.selector))
    const compared = await readCompared([before, after], flags, needs(scope))
    const names = {before: describeInput(before), after: describeInput(after)}
    const asked = ask(compared.before, compared.after, {...scope, names, notes: compared.notes, unread: compared.unread})
    const report = await locatedIn(compared, asked, flags)
    const problems = compared.inputs.flatMap((input) => input.problems)
    writeStderr(problemLines(problems, flags['skip-unreadable']))
    await print(report, outputs, flags)
    this.conclude(report, flags, (problems.length > 0 && !flags['skip-unreadable']) || compared.isPartUnread)
  }

  private async answerFromFiles(
    flags: SharedFlags,
    {ask}: Question,
    {outputs, selector}: Said,
    {needsInput = true, locate}: Asking,
  ): Promise<void> {
    const namespace = flags['all-namespaces'] ? undefined : flags.namespace
    const input = needsInput || isInputNamed(flags) ? await readFiles(filesOf(flags), {stdin: process.stdin}) : NOTHING_READ
    const cluster = buildCluster(input, flags.namespace)
    const report = await located(ask(cluster, {namespace, selector}, input), input, cluster, flags, locate)
    if (!showsFindings(report, outputs)) writeStderr(problemLines(input.problems, flags['skip-unreadable']))
    await print(report, outputs, flags)
    this.conclude(report, flags, input.problems.length > 0 && !flags['skip-unreadable'])
  }

  /** Asks each context on its own: one that is down does not hide the others. */
  private async answerLive(
    flags: SharedFlags,
    {needs, ask}: LiveQuestion,
    {outputs, selector}: Said,
    {isAboutCluster}: Asking,
  ): Promise<void> {
    const {openContexts} = await import('./live-input.ts')
    const contexts = await openContexts(flags)
    const asked = contexts.map(async (context): Promise<ContextAnswer> => {
      const scope = scopeIn(isAboutCluster ? {namespace: undefined} : context, flags, selector)
      const {input, cluster} = await context.gather(needs(scope, flags.search))
      const report = await located(ask(cluster, scope, input), input, cluster, flags)
      return {context: context.name, report, isPartUnread: hasFailed(cluster.coverage)}
    })
    const answers: ContextAnswer[] = []
    for (const [index, outcome] of (await Promise.allSettled(asked)).entries()) {
      if (outcome.status === 'fulfilled') answers.push(outcome.value)
      // Of several clusters each is told of; of one there is nothing else to tell.
      else if (contexts.length === 1 || !(outcome.reason instanceof UserError)) throw outcome.reason
      else writeStderr(errorLines(outcome.reason, contexts[index]?.name))
    }
    const [only] = answers
    if (only) {
      const report = contexts.length === 1 ? only.report : joinContexts(answers)
      await print(report, outputs, flags)
      this.conclude(report, flags, answers.length < contexts.length || answers.some(({isPartUnread}) => isPartUnread))
    } else process.exitCode = 2
  }

  private conclude(report: Report<LocatedFinding>, flags: SharedFlags, isPartUnread: boolean): void {
    process.exitCode = isPartUnread ? 2 : exitCodeOf(report, {failOn: flags['fail-on'], strict: flags.strict})
  }

  /** Every error ends here: one line and a hint, exit code 2. The process ends by itself, so that nothing written is cut off. */
  protected override async catch(error: Error): Promise<void> {
    process.exitCode = 2
    // Whatever went wrong, oclif need not remark that nothing was parsed.
    this.parsed = true
    if (error instanceof UserError) writeStderr(errorLines(error))
    else if ('oclif' in error)
      writeStderr([`error: ${error.message.split('\n')[0]}`, `  see ${this.config.bin} ${this.id?.replaceAll(':', ' ')} --help`])
    else
      writeStderr([
        `error: a bug in ${this.config.bin} ${this.config.version}: ${error.stack ?? error.message}`,
        '  please report it with the command and its input',
      ])
  }
}

/** What the flags say beside the input. */
interface Said {
  readonly outputs: readonly Output[]
  readonly selector: LabelSelector | undefined
}

/** Whether every finding is on standard output for a person to read, what could not be read among them. */
function showsFindings({framed}: Report<LocatedFinding>, outputs: readonly Output[]): boolean {
  return framed === true && outputs.some(({format, file}) => file === undefined && (format === 'table' || format === 'wide'))
}

/** The report with the places of its findings looked up, and what there is to say of the input. */
async function located(
  asked: Report,
  input: Input,
  cluster: Cluster,
  flags: SharedFlags,
  locate = input.locate,
): Promise<Report<LocatedFinding>> {
  const searched = flags.search ? [] : searchNotes(cluster)
  const notes = [...asked.notes, ...inputNotes(input, cluster), ...searched]
  return withInputFindings({...(await locateReport(asked, locate, {isDataPrinted: printsData(flags)})), notes}, input.problems, flags)
}

/** Tables name few places, and the others print none of an answer. */
function printsData({output}: SharedFlags): boolean {
  return parseOutputs(output ?? []).some(({format}) => format === 'json' || format === 'yaml')
}

/** The same of two inputs; what is to be said of both is said once. */
async function locatedIn(
  {place, locate, inputs, before, after}: Compared,
  asked: Report,
  flags: SharedFlags,
): Promise<Report<LocatedFinding>> {
  const notes = new Set([...asked.notes, ...inputNotes(inputs[0], before), ...inputNotes(inputs[1], after)])
  const problems = inputs.flatMap((input) => input.problems)
  return withInputFindings(
    {...(await locateReport(place(asked), locate, {isDataPrinted: printsData(flags)})), notes: [...notes]},
    problems,
    flags,
  )
}

/** What could not be read comes first. */
function withInputFindings(report: Report<LocatedFinding>, problems: readonly InputProblem[], flags: SharedFlags): Report<LocatedFinding> {
  return {...report, findings: [...inputFindings(problems, flags['skip-unreadable']), ...report.findings]}
}

const NOTHING_READ: Input = {objects: [], problems: [], leftOut: [], notes: [], locate: async () => undefined}

/** `namespace` is the one of a context, where no flag says otherwise. */
function scopeIn({namespace}: {readonly namespace: string | undefined}, flags: SharedFlags, selector: LabelSelector | undefined): Scope {
  return {namespace: flags['all-namespaces'] ? undefined : (flags.namespace ?? namespace), selector}
}

function isInputNamed(flags: SharedFlags): boolean {
  return flags.filename !== undefined || flags.kustomize !== undefined || flags.helm !== undefined
}

function filesOf(flags: SharedFlags): Parameters<typeof readFiles>[0] {
  if (!isInputNamed(flags)) {
    throw new UserError('no input', 'name manifests with -f FILE, -f DIRECTORY or -f - (or -k, --helm)')
  }
  return {
    filenames: flags.filename ?? [],
    ...(flags.kustomize !== undefined && {kustomize: flags.kustomize}),
    ...(flags.helm !== undefined && {helm: {chart: flags.helm, values: flags.values ?? [], set: flags.set ?? []}}),
  }
}

function readSelector(text: string | undefined): LabelSelector | undefined {
  if (text === undefined) return undefined
  const parsed = parseLabelSelector(text.trim())
  if (parsed.kind === 'error')
    throw new UserError(`-l ${text}: ${parsed.message}`, "write it as kubectl does: -l app=web,tier!=cache or -l 'env in (qa,prod)'")
  return parsed.selector
}
