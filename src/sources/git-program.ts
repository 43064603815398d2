import {spawn} from 'node:child_process'
import {UserError} from '../user-error.ts'
import {errorCode} from './file-problem.ts'

/** What git printed, and whether it succeeded. */
export interface GitOutput {
  readonly output: Buffer
  readonly complaint: string
  readonly isDone: boolean
}

/**
 * Runs git in a directory; `input` is what it reads. Nothing that it is asked for changes a repository.
 * @throws UserError where git is not installed
 */
export async function runGit(directory: string, words: readonly string[], input = ''): Promise<GitOutput> {
  // Neither a pager nor a question for a password: nobody is there to answer.
  const environment = {...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C'}
  const child = spawn('git', ['-C', directory, '--no-pager', ...words], {stdio: ['pipe', 'pipe', 'pipe'], env: environment})
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  // It may end before it has read all: its exit code says so.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  try {
    const [output, complaint, code] = await Promise.all([gather(child.stdout), gather(child.stderr), ended])
    return {output, complaint: complaint.toString('utf8').trim(), isDone: code === 0}
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    throw new UserError('git is not installed, and a revision was named', 'install git, or check the revision out and name its directory')
  }
}

async function gather(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return Buffer.concat(chunks)
}
