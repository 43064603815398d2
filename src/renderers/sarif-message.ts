/** A text in which no reader finds a placeholder (SARIF 2.1.0, 3.11.5). */
export function literal(text: string): string {
  return text.replace(/[{}]/g, (brace) => brace + brace)
}
