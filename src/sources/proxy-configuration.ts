import {type Fields, fieldsOf, isMapping, textOf} from '../cluster/fields.ts'
import {UserError} from '../user-error.ts'
import {splitDocuments} from './documents.ts'
import {indexLines} from './line-index.ts'
import {readNamedFile} from './named-file.ts'
import {parseYamlDocument} from './yaml-document.ts'

/** A KubeProxyConfiguration, and where it was found: `proxy.yaml`, `ConfigMap kube-system/kube-proxy`. */
export interface ProxyDocument {
  readonly name: string
  readonly fields: Fields
}

const KIND = 'KubeProxyConfiguration'
const HINT = 'name a KubeProxyConfiguration, or the ConfigMap of one: kubectl get configmap kube-proxy -n kube-system -o yaml'

/** Reads the file of `--kube-proxy-config`; `-` is standard input. Throws a UserError where it holds no KubeProxyConfiguration. */
export function readProxyConfigurationFile(file: string): ProxyDocument {
  const {name, text} = readNamedFile(file, HINT)
  return parseProxyConfiguration(text, name)
}

/**
 * The KubeProxyConfiguration in a text: one of its YAML or JSON documents, or what a ConfigMap there holds.
 * @throws UserError with line and column where the text cannot be parsed, and for other kinds of objects
 */
export function parseProxyConfiguration(text: string, name: string): ProxyDocument {
  const documents = parseDocuments(text, name)
  const found = documents.find(({kind}) => kind === KIND)
  if (found) return {name, fields: checkVersion(found, name)}
  const map = documents.find(({kind}) => kind === 'ConfigMap')
  if (map) return fromConfigMap(map, name)
  const [first] = documents
  if (first === undefined) throw new UserError(`${name} holds no ${KIND}: there are only comments in it`, HINT)
  const kind = textOf(first['kind'])
  throw new UserError(`${name} is no ${KIND}${kind === undefined ? ': it states no kind' : ` but a ${kind}`}`, HINT)
}

function parseDocuments(text: string, name: string): readonly Fields[] {
  return [...splitDocuments(text)].flatMap((part): readonly Fields[] => {
    if (part.kind !== 'document') return []
    const parsed = parseYamlDocument(text.slice(part.start, part.end))
    if (parsed.kind === 'flaw') {
      const {line, column} = indexLines(text)(part.start + parsed.offset)
      throw new UserError(`${name}:${line}:${column} ${parsed.what}`, parsed.fix)
    }
    if (!isMapping(parsed.value)) throw new UserError(`${name} is no ${KIND}: it holds no mapping of fields`, HINT)
    return [parsed.value]
  })
}

/** kubeadm's key is `config.conf`; other installers have their own. */
function fromConfigMap(map: Fields, name: string): ProxyDocument {
  const entries = Object.entries(fieldsOf(map['data'])).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const [entry] = entries.filter(([, text]) => text.includes(KIND))
  if (!entry) {
    const keys = entries.map(([key]) => key)
    throw new UserError(`the ConfigMap in ${name} holds no ${KIND}${keys.length > 0 ? ` (it has ${keys.join(', ')})` : ''}`, HINT)
  }
  return parseProxyConfiguration(entry[1], `${name}, ${entry[0]}`)
}

function checkVersion(fields: Fields, name: string): Fields {
  const version = fields['apiVersion']
  if (version === 'kubeproxy.config.k8s.io/v1alpha1') return fields
  throw new UserError(
    `${name} is of apiVersion ${JSON.stringify(version) ?? 'none'}, which is not known`,
    'kube-proxy reads apiVersion: kubeproxy.config.k8s.io/v1alpha1',
  )
}
