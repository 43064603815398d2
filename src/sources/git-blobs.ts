import {runGit} from './git-program.ts'
import type {GitFile} from './git-tree.ts'

/** The contents of files in their order; undefined for a link that leads to no file of the revision. */
export async function readGitBlobs(directory: string, files: readonly GitFile[]): Promise<readonly (Buffer | undefined)[]> {
  const {output} = await runGit(directory, ['cat-file', '--batch', '--follow-symlinks'], files.map(({content}) => `${content}\n`).join(''))
  let offset = 0
  return files.map(() => {
    const end = output.indexOf(0x0a, offset)
    const head = output.toString('utf8', offset, end < 0 ? output.length : end)
    offset = end < 0 ? output.length : end + 1
    // "<oid> SP <type> SP <size>" before each content, and a line end behind it (git help cat-file).
    const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(head) ?? []
    if (size !== undefined) {
      const content = output.subarray(offset, offset + Number(size))
      offset += Number(size) + 1
      return type === 'blob' ? content : undefined
    }
    // Where a link leads out of the revision, the path that it names follows.
    const [, length] = /^(?:symlink|dangling|loop|notdir) (\d+)$/.exec(head) ?? []
    if (length !== undefined) offset += Number(length) + 1
    return undefined
  })
}
