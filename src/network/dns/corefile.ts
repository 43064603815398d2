import {normalizeName} from './domain-name.ts'

/** The `kubernetes` plugin of a Corefile. */
export interface CorefileKubernetes {
  /** In lower case and without final dot; those of the server block where the plugin names none. */
  readonly zones: readonly string[]
  /** The words after each option. */
  readonly options: ReadonlyMap<string, readonly string[]>
  /** Other plugins of the same server block that answer or change names by themselves. */
  readonly others: readonly string[]
}

const ANSWERING_PLUGINS = new Set(['rewrite', 'hosts', 'template', 'file', 'auto', 'acl', 'k8s_external', 'etcd', 'azure', 'view'])

/** One line, with the lines in the braces that it opens. */
interface Directive {
  readonly words: readonly string[]
  readonly block: Directive[]
}

/**
 * Reads the first `kubernetes` block of a Corefile: server blocks of plugins, a plugin a line, its options in braces of their own
 * (coredns.io/manual/configuration). Undefined where there is none. Snippets and imports are not followed.
 */
export function parseCorefile(text: string): CorefileKubernetes | undefined {
  for (const server of parseBlocks(text)) {
    const plugin = server.block.find(({words}) => words[0] === 'kubernetes')
    if (!plugin) continue
    const [, ...zones] = plugin.words
    const others = server.block.flatMap(({words: [name]}) => (name !== undefined && ANSWERING_PLUGINS.has(name) ? name : []))
    return {
      zones: zonesOf(zones.length > 0 ? zones : server.words),
      options: new Map(plugin.block.flatMap(({words: [name, ...rest]}) => (name === undefined ? [] : [[name, rest] as const]))),
      others: [...new Set(others)],
    }
  }
  return undefined
}

/** An opening brace ends its line, and a closing one has its own, as Caddy's syntax wants it. */
function parseBlocks(text: string): readonly Directive[] {
  const root: Directive = {words: [], block: []}
  const open = [root]
  for (const line of text.split('\n')) {
    const words = line
      .replace(/(^|\s)#.*/, '')
      .split(/\s/)
      // Inside of a word a comment is as long as the word (caddyfile/lexer.go).
      .map((word) => word.replace(/#.*/, ''))
      .filter((word) => word !== '')
    if (words[0] === '}') {
      if (open.length > 1) open.pop()
      continue
    }
    const opens = words.at(-1) === '{'
    const directive: Directive = {words: opens ? words.slice(0, -1) : words, block: []}
    open.at(-1)?.block.push(directive)
    if (opens) open.push(directive)
  }
  return root.block
}

/** `.:53` and `dns://cluster.local:53` are zones with a port or a protocol; an environment variable (`{$DOMAIN}`) is nothing that we can read. */
function zonesOf(words: readonly string[]): readonly string[] {
  const bare = words.map((word) =>
    normalizeName(
      word
        .replace(/,$/, '')
        .replace(/^[a-z]+:\/\//, '')
        .replace(/:\d+$/, ''),
    ),
  )
  return bare.filter((zone) => /^[a-z0-9.-]+$/.test(zone))
}
