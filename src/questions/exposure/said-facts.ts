import type {Cloud, EntryFacts} from '../../network/entry/entry-facts.ts'
import {UserError} from '../../user-error.ts'
import {nearestWord} from '../resemblance.ts'
import {type Field, problem, readMapping, readOneOf, rootField, type Stated, shapeOf} from '../stated-field.ts'

/** What the user says of a cluster; what he does not say, the input may show. */
export interface SaidFacts extends Pick<Partial<EntryFacts>, 'cloud' | 'classes' | 'nodes'> {
  /** The names of `classes` that stand in flags. */
  readonly classesOfFlags?: readonly string[]
}

/** The flags of what manifests do not say, as they were typed. */
export interface FactFlags {
  readonly cloud?: string | undefined
  /** `NAME=public`, `NAME=private`. */
  readonly class?: readonly string[] | undefined
  readonly nodes?: string | undefined
}

export const CLOUDS = [
  'azure',
  'aws',
  'gke',
  'openstack',
  'alibaba',
  'oci',
  'ibm',
  'digitalocean',
  'tencent',
  'baidu',
  'hetzner',
  'scaleway',
  'exoscale',
  'bare-metal',
] as const satisfies readonly Cloud[]

export const SCOPES = ['public', 'private'] as const
type Scope = (typeof SCOPES)[number]

const KEYS = ['cloud', 'classes', 'nodes'] as const

/**
 * What a configuration states and flags say; flags win, class by class. Throws a UserError for what is neither, in a file with its place.
 * @param file undefined where there is no configuration
 */
export function readSaidFacts(flags: FactFlags, file: Stated | undefined): SaidFacts {
  const stated = file ? readConfiguration(file) : {}
  const ofFlags = (flags.class ?? []).map(readClass)
  const classes = new Map([...(stated.classes ?? []), ...ofFlags])
  const cloud = flags.cloud === undefined ? stated.cloud : {name: readFlag('--cloud', flags.cloud, CLOUDS), evidence: 'said by --cloud'}
  const nodes =
    flags.nodes === undefined ? stated.nodes : {addresses: readFlag('--nodes', flags.nodes, SCOPES), evidence: 'said by --nodes'}
  return {
    ...(cloud && {cloud}),
    ...(classes.size > 0 && {classes}),
    ...(nodes && {nodes}),
    ...(ofFlags.length > 0 && {classesOfFlags: ofFlags.map(([name]) => name)}),
  }
}

/** The keys of svcscope.yaml. An empty file says nothing. */
function readConfiguration(file: Stated): SaidFacts {
  if (file.value === null || file.value === undefined) return {}
  const root = rootField(file)
  const fields = readMapping(root, KEYS, 'the configuration')
  const at = (field: Field) => `said in ${field.stated.where(field.path, 'value')}`
  return {
    ...(fields.cloud && {cloud: {name: readOneOf(fields.cloud, 'cloud', CLOUDS), evidence: at(fields.cloud)}}),
    ...(fields.classes && {classes: readClasses(fields.classes)}),
    ...(fields.nodes && {nodes: {addresses: readOneOf(fields.nodes, 'nodes', SCOPES), evidence: at(fields.nodes)}}),
  }
}

/** Any name may be a class: each is a key of its own. */
function readClasses(field: Field): ReadonlyMap<string, Scope> {
  const {value, path, stated} = field
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw problem(
      field,
      `classes must be a mapping from names of classes to public or private, not ${shapeOf(value)}`,
      'write each as NAME: public or NAME: private',
    )
  return new Map(
    Object.entries(value).map(([name, inner]) => [name, readOneOf({value: inner, path: [...path, name], stated}, `class ${name}`, SCOPES)]),
  )
}

function readClass(text: string): readonly [string, Scope] {
  const equals = text.lastIndexOf('=')
  const [name, scope] = [text.slice(0, equals), text.slice(equals + 1)]
  if (equals < 1)
    throw new UserError(`--class ${text} does not say what the class is`, 'write it as --class NAME=public or --class NAME=private')
  return [name, readFlag(`--class ${name}`, scope, SCOPES)]
}

function readFlag<T extends string>(flag: string, word: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === word)
  if (found !== undefined) return found
  const nearest = nearestWord(word, choices)
  throw new UserError(`${flag} cannot be "${word}"${nearest ? ` (did you mean ${nearest}?)` : ''}`, `one of ${choices.join(', ')}`)
}
