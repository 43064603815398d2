import {type Fields, textOf} from '../../../cluster/fields.ts'
import type {Fault} from './broken.ts'
import type {GatewayObjects} from './gateway-objects.ts'
import {type Listener, withFaults} from './listener.ts'
import {isInNamespace} from './permission.ts'
import {isGranted} from './reference-grant.ts'

/**
 * Marks a listener that may use none of its certificates: "References to a resource in different namespace are invalid UNLESS there is a ReferenceGrant
 * in the target namespace". In Passthrough mode "the certificateRefs field is ignored". Whether the Secrets exist is not looked at: none is ever read.
 */
export function checkCertificates(listener: Listener, objects: GatewayObjects): Listener {
  if (listener.tlsMode !== 'Terminate') return listener
  const faults = listener.certificates.map((reference, index) => faultOf(reference, index, listener, objects))
  return faults.length > 0 && faults.every((fault) => fault !== undefined) ? withFaults(listener, faults) : listener
}

function faultOf(reference: Fields, index: number, {owner, path}: Listener, objects: GatewayObjects): Fault | undefined {
  const namespace = textOf(reference['namespace']) ?? owner.namespace
  if (isInNamespace(owner, namespace, {kind: owner.kind, name: owner.name, namespaceStated: true}) !== false) return undefined
  const kind = textOf(reference['kind']) ?? 'Secret'
  const target = {group: textOf(reference['group']) ?? '', kind, namespace, name: textOf(reference['name']) ?? ''}
  if (isGranted(owner, target, objects) !== false) return undefined
  return {
    reason: 'no-grant',
    message: `no ReferenceGrant in namespace ${namespace} lets ${owner.kind} ${owner.namespace}/${owner.name} use ${kind} ${target.name}`,
    path: [...path, 'tls', 'certificateRefs', index],
  }
}
