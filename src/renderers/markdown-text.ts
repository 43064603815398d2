/** What Markdown would take for markup, and what would end a cell. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, (sign) => `\\${sign}`).replace(/\s*\n\s*/g, ' ')
}
