import type {Input} from '../cluster/object.ts'
import {UserError} from '../user-error.ts'
import {readBytes, readStream} from './file-bytes.ts'
import {listFiles} from './file-list.ts'
import {readFailure} from './file-problem.ts'
import {type Source, startReading} from './reading.ts'
import {type HelmChart, renderChart, renderKustomization} from './renderer.ts'

/** Everything that a command line can name to be read. */
export interface FileInputs {
  /** Files, directories, `-` for standard input. */
  readonly filenames: readonly string[]
  readonly kustomize?: string
  readonly helm?: HelmChart
}

/**
 * Reads manifests from files, standard input, a kustomization and a chart, in this order. What cannot be read is a problem in the result,
 * and the rest is there all the same.
 * @throws UserError where an argument names nothing, a renderer fails, or no document at all could be read
 */
export async function readFiles(inputs: FileInputs, streams: {readonly stdin: NodeJS.ReadableStream}): Promise<Input> {
  const {files, problems, linkedDirectories} = listFiles(inputs.filenames)
  const reading = startReading()
  for (const problem of problems) await reading.add({kind: 'problem', problem})
  for (const file of files) await reading.add(file === '-' ? await readStdin(streams.stdin) : readFile(file))
  const {kustomize, helm} = inputs
  if (kustomize !== undefined)
    await reading.add({kind: 'rendered', file: kustomize, base: kustomize, bytes: await renderKustomization(kustomize)})
  if (helm !== undefined) await reading.add({kind: 'rendered', file: helm.chart, bytes: await renderChart(helm)})
  return reading.finish(notesOn(linkedDirectories))
}

function readFile(file: string): Source {
  try {
    return {kind: 'file', file, bytes: readBytes(file)}
  } catch (error) {
    return {kind: 'problem', problem: readFailure(file, error)}
  }
}

async function readStdin(stdin: NodeJS.ReadableStream): Promise<Source> {
  let bytes: Awaited<ReturnType<typeof readStream>>
  try {
    bytes = await readStream(stdin)
  } catch (error) {
    return {kind: 'problem', problem: readFailure('-', error)}
  }
  if (bytes?.length === 0) {
    throw new UserError('standard input is empty', 'pipe manifests into it: kubectl get all -o yaml | svcscope … -f -')
  }
  return {kind: 'piped', file: '-', bytes}
}

function notesOn(linkedDirectories: number): readonly string[] {
  if (linkedDirectories === 0) return []
  if (linkedDirectories === 1) return ['1 linked directory was not followed; name it with -f to read it too.']
  return [`${linkedDirectories} linked directories were not followed; name them with -f to read them too.`]
}
