import type {LocatedFinding, Report, Severity} from '../report.ts'

export interface RenderOptions {
  readonly color: boolean
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean
  /** False with `--no-headers`: rows only. */
  readonly headers: boolean
  /** Of the terminal, in cells; undefined is unlimited: a pipe, a file. */
  readonly width?: number | undefined
  /** The mildest severity that the exit code counts; undefined is `error`. */
  readonly failOn?: Severity | 'never' | undefined
}

export type Renderer = (report: Report<LocatedFinding>, options: RenderOptions) => string

/** Every output format: one file and one line here. Each is loaded only when it is asked for. */
export const RENDERERS = {
  table: async () => (await import('./table.ts')).renderTable,
  wide: async () => (await import('./table.ts')).renderWide,
  json: async () => (await import('./json.ts')).renderJson,
  yaml: async () => (await import('./yaml.ts')).renderYaml,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
  sarif: async () => (await import('./sarif.ts')).renderSarif,
  junit: async () => (await import('./junit.ts')).renderJunit,
  name: async () => (await import('./name.ts')).renderName,
} satisfies Record<string, () => Promise<Renderer>>

export type Format = keyof typeof RENDERERS

export const FORMATS = Object.keys(RENDERERS) as readonly Format[]
