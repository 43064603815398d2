import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {readSaidFacts} from '../../../src/questions/exposure/said-facts.ts'
import {readConfigurationFile} from '../../../src/sources/configuration-file.ts'
import {UserError} from '../../../src/user-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'svcscope-'))

function write(text: string): string {
  const file = join(folder, 'svcscope.yaml')
  writeFileSync(file, text)
  return file
}

async function read(text: string, flags = {}) {
  return readSaidFacts(flags, await readConfigurationFile(write(text)))
}

/** The message with the folder left out, and the hint. */
async function mistakeIn(text: string, flags = {}): Promise<readonly string[]> {
  try {
    await read(text, flags)
  } catch (error) {
    if (error instanceof UserError) return [error.message.replace(`${folder}/`, ''), error.hint]
    throw error
  }
  return []
}

describe('what is said of a cluster', () => {
  test('comes from the configuration, with the place where it says so', async () => {
    const {cloud, nodes, classes} = await read('cloud: aws\nnodes: private\nclasses:\n  edge: public\n  1: private\n')
    expect(cloud).toMatchObject({name: 'aws', evidence: expect.stringMatching(/svcscope\.yaml:1:8$/)})
    expect(nodes).toMatchObject({addresses: 'private', evidence: expect.stringMatching(/svcscope\.yaml:2:8$/)})
    expect([...(classes ?? [])]).toEqual(
      expect.arrayContaining([
        ['edge', 'public'],
        ['1', 'private'],
      ]),
    )
  })

  test('comes from flags first, class by class', async () => {
    const {cloud, nodes, classes} = await read('cloud: aws\nnodes: private\nclasses: {edge: public, inner: private}\n', {
      cloud: 'gke',
      class: ['edge=private', 'a=b=public'],
      nodes: 'public',
    })
    expect(cloud).toEqual({name: 'gke', evidence: 'said by --cloud'})
    expect(nodes?.addresses).toBe('public')
    expect(Object.fromEntries(classes ?? [])).toEqual({edge: 'private', inner: 'private', 'a=b': 'public'})
  })

  test('is nothing where a file is empty, or is not there', async () => {
    expect(await read('')).toEqual({})
    expect(await read('# nothing yet\n')).toEqual({})
    // The working directory of the tests has none.
    expect(await readConfigurationFile(undefined)).toBeUndefined()
  })

  test.each([
    [
      'clod: azure\n',
      ['svcscope.yaml:1:1: the configuration has no key "clod" (did you mean cloud?)', 'its keys are cloud, classes, nodes'],
    ],
    ['nodes: privat\n', ['svcscope.yaml:1:8: nodes cannot be "privat" (did you mean private?)', 'one of public, private']],
    ['classes:\n  edge: yes\n', ['svcscope.yaml:2:9: class edge cannot be "yes"', 'one of public, private']],
    [
      'classes: [edge]\n',
      [
        'svcscope.yaml:1:10: classes must be a mapping from names of classes to public or private, not a list',
        'write each as NAME: public or NAME: private',
      ],
    ],
    ['- cloud\n', ['svcscope.yaml:1:1: the configuration must be a mapping, not a list', 'its keys are cloud, classes, nodes']],
  ])('of %j is refused at its line and column', async (text, mistake) => {
    expect(await mistakeIn(text)).toEqual(mistake)
  })

  test('of a broken file is refused where it breaks', async () => {
    const [message, hint] = await mistakeIn('cloud: azure\nnodes: [\n')
    expect(message).toMatch(/^svcscope\.yaml:\d+:\d+: /)
    expect(hint).toContain('cloud: azure')
  })

  test('by a flag is refused with what it may be', async () => {
    expect(await mistakeIn('', {cloud: 'azur'})).toEqual([
      '--cloud cannot be "azur" (did you mean azure?)',
      expect.stringContaining('azure, aws'),
    ])
    expect(await mistakeIn('', {class: ['edge']})).toEqual([
      '--class edge does not say what the class is',
      'write it as --class NAME=public or --class NAME=private',
    ])
    expect(await mistakeIn('', {nodes: 'both'})).toEqual(['--nodes cannot be "both"', 'one of public, private'])
  })

  test('of a file that is named and not there is refused', async () => {
    await expect(readConfigurationFile(join(folder, 'absent.yaml'))).rejects.toThrow(/cannot read the configuration .*: no such file/)
  })
})
