import type {LabelSelector, Requirement} from '../../../cluster/label-selector.ts'

const key = (name: string) => `(?<${name}>[\\w./-]+)`
const TEXT = `"[^"]*"|'[^']*'`
const ATOM = new RegExp(
  `\\s*(?:all\\(\\s*\\)|(?<not>!?)\\s*has\\(\\s*${key('asked')}\\s*\\)|${key('compared')}\\s*(?<sign>==|!=)\\s*(?<text>${TEXT})|` +
    `${key('listed')}\\s+(?<notIn>not\\s+)?in\\s*\\{(?<values>[^}]*)\\}|[\\w./-]+\\s+(?:contains|starts\\s+with|ends\\s+with)\\s*(?:${TEXT}))\\s*(?:&&|$)`,
  'y',
)

/**
 * Reads a selector of Calico as far as it is a conjunction of what a label selector can say too; what it asks of parts of values is left out, so that
 * rather too many are selected. Undefined for any other: it has `||` or parentheses, or is not valid.
 * Source: docs.tigera.io/calico/latest/reference/resources/networkpolicy (selectors)
 */
export function readCalicoSelector(text: string): LabelSelector | undefined {
  const requirements: Requirement[] = []
  ATOM.lastIndex = 0
  for (let end = text.trim() === '' ? text.length : 0; end < text.length; end = ATOM.lastIndex) {
    const atom = ATOM.exec(text)
    if (!atom) return undefined
    requirements.push(...requirementsOf(atom.groups ?? {}))
  }
  // Something must follow an `&&`.
  return /&&\s*$/.test(text) ? undefined : requirements
}

function requirementsOf({
  not,
  asked,
  compared,
  sign,
  text,
  listed,
  notIn,
  values,
}: Partial<Record<string, string>>): readonly Requirement[] {
  if (asked !== undefined) return [{key: asked, operator: not === '!' ? 'DoesNotExist' : 'Exists', values: []}]
  if (compared !== undefined) return [{key: compared, operator: sign === '==' ? 'In' : 'NotIn', values: unquote(text)}]
  if (listed !== undefined) return [{key: listed, operator: notIn === undefined ? 'In' : 'NotIn', values: unquote(values)}]
  return []
}

function unquote(texts = ''): readonly string[] {
  return (texts.match(new RegExp(TEXT, 'g')) ?? []).map((text) => text.slice(1, -1))
}
