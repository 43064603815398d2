/** Writes the answer. A reader that has seen enough (`| head`) closes the pipe: that is no error. */
export async function writeStdout(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error))
    process.stdout.once('error', onError)
    process.stdout.write(text, (error) => {
      if (error) return onError(error)
      process.stdout.off('error', onError)
      resolve()
    })
  })
}

/** Warnings and errors, a line each. */
export function writeStderr(lines: readonly string[]): void {
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`)
}
