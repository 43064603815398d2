import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'

/**
 * What a person sees, word for word: each file holds commands, what they print and their exit code. They were read line by line before they were
 * kept; `TRANSCRIPTS=write npx vitest run test/transcripts.test.ts` writes them anew after a change that was meant, for the diff to be read again.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}test/transcripts/`

function run(command: string): string {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '')
  const from = words.indexOf('<')
  const input = from < 0 ? '' : readFileSync(root + words[from + 1], 'utf8')
  const args = from < 0 ? words.slice(1) : words.slice(1, from)
  const {stdout, stderr, status} = spawnSync(process.execPath, [`${root}bin/run.js`, ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
    // No cluster of whoever runs this is asked.
    env: {...process.env, TERM: 'xterm', KUBECONFIG: 'no-such-kubeconfig'},
  })
  return `$ ${command}\n${stdout}${stderr.replace(/^/gm, '! ').replace(/! $/, '')}[exit ${status}]\n`
}

describe('transcripts', () => {
  test.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', (name) => {
    const kept = readFileSync(folder + name, 'utf8')
    const commands = [...kept.matchAll(/^\$ (.+)$/gm)].map((match) => match[1] ?? '')
    expect(commands.length).toBeGreaterThan(0)
    const now = commands.map(run).join('\n')
    if (process.env['TRANSCRIPTS'] === 'write') writeFileSync(folder + name, now)
    else expect(now).toBe(kept)
  })
})
