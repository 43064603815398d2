// Writes what is derived from the program: oclif.manifest.json, and the parts of README.md between <!-- run: … --> and <!-- end -->.
// --check writes nothing and fails where something is not what the program would say today.
import {execFileSync} from 'node:child_process'
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Plugin} from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')
const stale = []

function put(file, text) {
  const path = root + file
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  stale.push(file)
  if (!check) writeFileSync(path, text)
}

async function manifest() {
  const plugin = new Plugin({root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true})
  await plugin.load()
  const {commands, ...rest} = plugin.manifest
  // oclif lists them as the file system happens to answer.
  const sorted = Object.fromEntries(
    Object.keys(commands)
      .toSorted()
      .map((id) => [id, commands[id]]),
  )
  return `${JSON.stringify({commands: sorted, ...rest}, null, 2)}\n`
}

/** What a command prints, with its exit code ignored: an example may well show a fault. */
function run(command) {
  const [, ...args] = command.split(' ')
  const options = {cwd: root, encoding: 'utf8', env: {...process.env, NO_COLOR: '1', COLUMNS: '100'}, stdio: ['ignore', 'pipe', 'inherit']}
  try {
    return execFileSync(process.execPath, ['bin/run.js', ...args], options)
  } catch (error) {
    if (typeof error.stdout === 'string' && error.stdout !== '') return error.stdout
    throw error
  }
}

// First: README's commands go by it.
put('oclif.manifest.json', await manifest())

const readme = readFileSync(`${root}README.md`, 'utf8').replace(
  /<!-- run: (.+?) -->\n[\s\S]*?<!-- end -->/g,
  (_, command) => `<!-- run: ${command} -->\n\`\`\`console\n$ ${command}\n${run(command).trimEnd()}\n\`\`\`\n<!-- end -->`,
)

put('README.md', readme)

if (stale.length > 0 && check) {
  console.error(`stale: ${stale.join(', ')}; npm run docs writes them anew`)
  process.exitCode = 1
} else if (!check) console.log(stale.length > 0 ? `written: ${stale.join(', ')}` : 'nothing to write')
