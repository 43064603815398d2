const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const LABEL_FORM = new RegExp(`^${LABEL}$`)
const SUBDOMAIN_FORM = new RegExp(`^${LABEL}(\\.${LABEL})*$`)
/** Nearly all are: of lower-case letters alone, hyphens between them. */
const PLAIN_PORT_NAME = /^[a-z]+(-[a-z]+)*$/
const NO_PROBLEMS: readonly string[] = []
const ENDS = 'and must start and end with an alphanumeric character'

/** What is wrong with a lowercase RFC 1123 label, in the API server's words (validation.IsDNS1123Label). */
export function dnsLabelProblems(text: string): readonly string[] {
  const isLabel = LABEL_FORM.test(text)
  if (isLabel && text.length <= 63) return NO_PROBLEMS
  const problems = text.length > 63 ? ['must be no more than 63 characters'] : []
  if (isLabel) return problems
  return [
    ...problems,
    SUBDOMAIN_FORM.test(text)
      ? 'must not contain dots'
      : `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ENDS}`,
  ]
}

/** Likewise of a lowercase RFC 1123 subdomain. */
export function dnsSubdomainProblems(text: string): readonly string[] {
  const problems = text.length > 253 ? ['must be no more than 253 characters'] : []
  return SUBDOMAIN_FORM.test(text)
    ? problems
    : [...problems, `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ENDS}`]
}

/** Likewise of the name of a port (validation.IsValidPortName). */
export function portNameProblems(text: string): readonly string[] {
  if (text.length <= 15 && PLAIN_PORT_NAME.test(text)) return NO_PROBLEMS
  const problems: string[] = []
  if (text.length > 15) problems.push('must be no more than 15 characters')
  if (!/^[-a-z0-9]+$/.test(text)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(text)) problems.push('must contain at least one letter (a-z)')
  if (text.includes('--')) problems.push('must not contain consecutive hyphens')
  if (text.startsWith('-') || text.endsWith('-')) problems.push('must not begin or end with a hyphen')
  return problems
}
