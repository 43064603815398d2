import {Flags, type Interfaces} from '@oclif/core'
import {readSaidFacts, type SaidFacts} from './questions/exposure/said-facts.ts'
import {readConfigurationFile} from './sources/configuration-file.ts'

const GROUP = {helpGroup: 'EXPOSURE'} as const

/** What manifests do not say of a cluster. */
export const factFlags = {
  cloud: Flags.string({
    ...GROUP,
    helpValue: 'NAME',
    summary: 'Who runs the load balancers: azure, aws, gke, openstack, …, or bare-metal.',
  }),
  class: Flags.string({
    ...GROUP,
    helpValue: 'NAME=public|private',
    multiple: true,
    multipleNonGreedy: true,
    summary: 'What a class of Ingresses, Gateways or load balancers makes. Repeatable.',
  }),
  nodes: Flags.string({...GROUP, helpValue: 'public|private', summary: 'Whether the addresses of nodes are public.'}),
  config: Flags.string({
    ...GROUP,
    helpValue: 'FILE',
    summary: 'A file that says the same (cloud, classes, nodes); else svcscope.yaml of the working directory.',
  }),
}

/** What the flags say, and beside them a configuration. Throws a UserError for what neither can say. */
export async function readFactFlags(flags: Interfaces.InferredFlags<typeof factFlags>): Promise<SaidFacts> {
  return readSaidFacts(flags, await readConfigurationFile(flags.config))
}
