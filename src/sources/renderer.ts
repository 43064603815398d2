import {spawn} from 'node:child_process'
import {UserError} from '../user-error.ts'
import {type Bytes, readStream} from './file-bytes.ts'
import {errorCode} from './file-problem.ts'

/** A chart and what `helm template` is told about it. */
export interface HelmChart {
  readonly chart: string
  readonly values: readonly string[]
  readonly set: readonly string[]
}

interface Invocation {
  readonly program: string
  readonly arguments: readonly string[]
}

/**
 * Renders a kustomization with whichever of kustomize and kubectl is installed.
 * @throws UserError where neither is, or it fails
 */
export async function renderKustomization(directory: string): Promise<Bytes> {
  const rendered =
    (await run({program: 'kustomize', arguments: ['build', directory]})) ??
    (await run({program: 'kubectl', arguments: ['kustomize', directory]}))
  if (rendered !== undefined) return rendered.output
  throw new UserError(
    `-k ${directory}: neither kustomize nor kubectl is installed`,
    `install one of them, or render elsewhere: kustomize build ${directory} | svcscope … -f -`,
  )
}

/**
 * Renders a chart with helm.
 * @throws UserError where it is not installed, or fails
 */
export async function renderChart({chart, values, set}: HelmChart): Promise<Bytes> {
  const options = [...values.flatMap((file) => ['--values', file]), ...set.flatMap((setting) => ['--set', setting])]
  const rendered = await run({program: 'helm', arguments: ['template', chart, ...options]})
  if (rendered !== undefined) return rendered.output
  throw new UserError(`--helm ${chart}: helm is not installed`, `install it, or render elsewhere: helm template ${chart} | svcscope … -f -`)
}

/** @returns undefined where the program is not installed */
async function run({program, arguments: list}: Invocation): Promise<{readonly output: Bytes} | undefined> {
  const child = spawn(program, list, {stdio: ['ignore', 'pipe', 'pipe'], shell: false})
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  try {
    const [output, complaint, code] = await Promise.all([readAll(child.stdout, () => child.kill()), readStream(child.stderr), ended])
    // A killed renderer said too much, which is no failure of its own.
    if (code === 0 || output === undefined) return {output}
    throw new UserError(`${[program, ...list].join(' ')} failed: ${firstLine(complaint, code)}`, `run it by itself to see all that it says`)
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes(errorCode(error))) return undefined
    throw error
  }
}

async function readAll(stream: NodeJS.ReadableStream, stop: () => void): Promise<Bytes> {
  const bytes = await readStream(stream)
  if (bytes === undefined) stop()
  return bytes
}

/** Warnings come first and say less than the error does. */
function firstLine(complaint: Bytes, code: number | string | null): string {
  const lines = (complaint?.toString('utf8') ?? '').split('\n').filter((line) => line.trim() !== '')
  const line = lines.find((text) => /^error\b/i.test(text)) ?? lines[0] ?? `it ended with ${code}`
  return line.replace(/^error:\s*/i, '').trim()
}
