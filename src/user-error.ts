/** The user's mistake, or the world's: one line that says what is wrong and where, and a hint of what to try. Exit code 2. */
export class UserError extends Error {
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.name = 'UserError'
    this.hint = hint
  }
}

/** An error as a terminal shows it: one line and a hint. `context` is the cluster that it is of, where several were asked. */
export function errorLines({message, hint}: UserError, context?: string): readonly string[] {
  return [`error: ${context === undefined ? '' : `${context}: `}${message}`, `  ${hint}`]
}
