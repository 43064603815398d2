/** The flags that any controller of controllers/ is asked for, without their dashes: classes, namespaces and Services. */
const FLAGS: ReadonlySet<string> = new Set(
  `configmap controller-class empty-ingress-class envoy-service-name envoy-service-namespace ingress-class ingress-class-by-name ingress-class-name
  ingress.class namespace-whitelist process-classless-ingress-v1 providers.kubernetesingress.ingressclass
  providers.kubernetesingress.namespaces publish-service watch-ingress-without-class watch-namespace watch-namespaces`.split(/\s+/),
)
/** Of these, and of every provider of Traefik, only that they are set: others hold tokens. */
const SET_FLAG = /^(configfile|providers\..*)$/
/** What a program is told to be, or is called. */
const COMMANDS: ReadonlySet<string> = new Set(['/nginx-ingress-controller', 'router', 'serve'])
const VARIABLES: ReadonlySet<string> = new Set(['CONTROLLER_INGRESS_CLASS', 'CONTROLLER_WATCH_NAMESPACE', 'CONTROLLER_PUBLISH_SERVICE'])

/** What the words of command and args of a controller say, as far as anybody reads it. */
export interface ControllerSettings {
  /** Program and subcommands. */
  readonly commands: readonly string[]
  /** Without their dashes, in lower case; a flag alone is `true`. */
  readonly flags: ReadonlyMap<string, string>
}

/** `--name=value`, `--name value` and `--name`, with one dash or two. */
export function readSettings(words: readonly string[]): ControllerSettings {
  const flags = new Map<string, string>()
  for (const [index, word] of words.entries()) {
    const match = /^--?([^=\s]+)(?:=(.*))?$/s.exec(word)
    const name = match?.[1]?.toLowerCase()
    if (name === undefined) continue
    const next = words[index + 1]
    const value = match?.[2] ?? (next !== undefined && !next.startsWith('-') ? next : 'true')
    if (FLAGS.has(name)) flags.set(name, value)
    else if (SET_FLAG.test(name)) flags.set(name, 'true')
  }
  // The program comes first, and what it is called alone tells some apart.
  return {commands: words.filter((word) => COMMANDS.has(word)), flags}
}

/** Words that say the same as these settings. */
export function writeSettings({commands, flags}: ControllerSettings): readonly string[] {
  return [...commands, ...[...flags].map(([name, value]) => `--${name}=${value}`)]
}

export function isReadVariable(name: unknown): name is string {
  return typeof name === 'string' && VARIABLES.has(name)
}
