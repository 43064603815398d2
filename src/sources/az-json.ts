import {isMapping} from '../cluster/fields.ts'
import type {WireObject} from '../cluster/object.ts'
import {UserError} from '../user-error.ts'
import {scanJsonValue} from './json-syntax.ts'
import {readTextFile} from './text-file.ts'

/** One object that `az … -o json` printed, and the file that it was saved in. */
export interface AzObject {
  readonly file: string
  readonly kind: 'cluster' | 'pool' | 'network'
  readonly object: WireObject
}

/** Reads what `az aks show`, `az aks nodepool list` or `az network vnet show` (or their lists) printed, saved with `-o json`. */
export async function readAzFile(file: string): Promise<readonly AzObject[]> {
  return parseAzJson(file, await readTextFile(file, file, 'name a file that az printed with -o json'))
}

/** Parses saved az output. Throws a UserError where it is no JSON, or nothing that a plan can be read from. */
export function parseAzJson(file: string, text: string): readonly AzObject[] {
  const value = parse(file, text.replace(/^\uFEFF/, ''))
  const objects = Array.isArray(value) ? value : [value]
  return objects.map((object: unknown, index) => {
    const kind = isMapping(object) ? kindOf(object) : undefined
    if (kind === undefined) {
      throw new UserError(
        `${file}${objects.length > 1 ? `, entry ${index + 1}` : ''} is no output of az aks show, az aks nodepool list or az network vnet show`,
        'save one: az aks show -g GROUP -n CLUSTER -o json > aks.json',
      )
    }
    return {file, kind, object: object as WireObject}
  })
}

/** By the resource type where it is printed, else by what only such an object has. */
function kindOf(object: WireObject): AzObject['kind'] | undefined {
  const type = String(object['type'] ?? '').toLowerCase()
  if (type === 'microsoft.containerservice/managedclusters') return 'cluster'
  if (type === 'microsoft.containerservice/managedclusters/agentpools') return 'pool'
  if (type === 'microsoft.network/virtualnetworks') return 'network'
  if ('agentPoolProfiles' in object) return 'cluster'
  if ('addressSpace' in object) return 'network'
  return 'vmSize' in object && 'count' in object ? 'pool' : undefined
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const extent = scanJsonValue(text, 0)
    const offset = extent.kind === 'value' ? extent.end : extent.offset
    const before = text.slice(0, offset).split('\n')
    const why = extent.kind === 'syntax' ? extent.reason : extent.kind === 'deep' ? 'it is nested too deeply' : 'something follows its end'
    throw new UserError(`${file}:${before.length}:${(before.at(-1) ?? '').length + 1} is no JSON: ${why}`, 'save it with -o json')
  }
}
