import {FAILSAFE_SCHEMA, Type} from 'js-yaml'
import {nextMergeKey} from './merge-keys.ts'
import {resolvePlainScalar} from './plain-scalar.ts'

/** What an explicit tag makes of a scalar. goyaml ignores tags that it does not know, so `!Ref x` is the text `x`. */
function constructTagged(text: string | null, tag?: string): unknown {
  switch (tag) {
    case 'tag:yaml.org,2002:binary':
      return Buffer.from(text ?? '', 'base64').toString('utf8')
    case 'tag:yaml.org,2002:null':
    case 'tag:yaml.org,2002:bool':
    case 'tag:yaml.org,2002:int':
    case 'tag:yaml.org,2002:float':
      return resolvePlainScalar(text ?? '~')
    default:
      return text ?? ''
  }
}

const MERGE_KEY = '<<'
const TAG_PREFIXES = ['!', 'tag:']

/** What js-yaml must be told to read a document as kubectl does. `<<` is only marked here; merge-keys.ts applies it. */
export const KUBECTL_SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    // One type for all, because each is asked about every scalar.
    new Type('tag:svcscope,2026:plain', {
      kind: 'scalar',
      resolve: (text) => resolvePlainScalar(text) !== text || text === MERGE_KEY,
      construct: (text) => (text === MERGE_KEY ? nextMergeKey() : resolvePlainScalar(text)),
    }),
  ],
  explicit: TAG_PREFIXES.flatMap((prefix) => [
    new Type(prefix, {kind: 'scalar', multi: true, construct: constructTagged}),
    new Type(prefix, {kind: 'sequence', multi: true}),
    new Type(prefix, {kind: 'mapping', multi: true}),
  ]),
})
