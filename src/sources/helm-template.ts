import {existsSync} from 'node:fs'
import {dirname, isAbsolute, join, relative, resolve} from 'node:path'

/** Directives that only a template engine understands; `{{ $labels.x }}` in an alert or `{{inputs.x}}` in a workflow is none. */
const DIRECTIVE =
  /\{\{-|\{\{\/\*|-\}\}|\{\{\s*(if|else|end|range|with|define|template|include|block|toYaml|tpl)\b|\{\{\s*\.(Values|Release|Chart|Capabilities|Files|Template)\b/
/** Comments and quoted strings, where braces are only text. */
const QUOTED = /(^|\s)#.*|"(?:[^"\\]|\\.)*"|'[^']*'/g
/** Beyond these nobody writes a template, and looking for one could take long. */
const LARGEST_TEMPLATE = 1024 * 1024
const LONGEST_LINE = 4096

/**
 * Finds the first place that makes a document which cannot be parsed a template: braces outside quotes and comments, either where parsing
 * stopped or in a directive.
 * @param flaw offset in `text` where parsing stopped
 * @returns its offset in `text`; undefined where something else is wrong
 */
export function findTemplate(text: string, flaw: number): number | undefined {
  if (text.length > LARGEST_TEMPLATE) return undefined
  let first: number | undefined
  for (let at = text.indexOf('{{'); at !== -1; ) {
    const start = text.lastIndexOf('\n', at) + 1
    const end = lineEnd(text, at)
    const bare = text.slice(start, Math.min(end, start + LONGEST_LINE)).replace(QUOTED, (quoted) => ' '.repeat(quoted.length))
    if (bare.includes('{{')) {
      first ??= start + bare.indexOf('{{')
      const isNearFlaw = flaw >= start && flaw <= lineEnd(text, end + 1)
      if (DIRECTIVE.test(bare) || (isNearFlaw && bare.includes('}}'))) return first
    }
    at = text.indexOf('{{', end)
  }
  return undefined
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at === -1 ? text.length : at
}

/** Whether an object is a template although it parses: nobody knows what it is, or what it is called. */
export function isUnnamedTemplate(object: Readonly<Record<string, unknown>>): boolean {
  const metadata = object['metadata'] as Record<string, unknown> | null | undefined
  const {name, namespace} = typeof metadata === 'object' && metadata !== null ? metadata : {}
  return [object['apiVersion'], object['kind'], name, namespace].some((text) => typeof text === 'string' && text.includes('{{'))
}

/** How to render what a template belongs to. */
export function renderAdvice(chart: string | undefined): string {
  return `render it first: helm template ${chart ?? 'CHART'} | svcscope … -f -`
}

/** The chart that a file belongs to: the nearest directory above it with a Chart.yaml, as the user would name it. */
export function findChart(file: string): string | undefined {
  for (let directory = dirname(resolve(file)); ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'Chart.yaml'))) return isAbsolute(file) ? directory : relative('', directory) || '.'
    if (directory === dirname(directory)) return undefined
  }
}
