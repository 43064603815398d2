import {fileURLToPath} from 'node:url'
import {execute} from '@oclif/core'

/**
 * Runs the command line. The framework is bundled with the commands: half of a start would otherwise go into loading its many files. Plugins that
 * a user installed are not looked for: there are none.
 */
export async function main(url: string): Promise<void> {
  await execute({dir: url, loadOptions: {root: fileURLToPath(url), userPlugins: false, devPlugins: false}})
}
