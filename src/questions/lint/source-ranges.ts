import {parseAddress} from '../../cluster/address.ts'
import {itemsOf, labelOf, labelsOf, valueAt} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import {SOURCE_RANGES} from '../../network/entry/balancers/sources.ts'
import {type AddressRange, parseRange} from '../../network/proxy/address-range.ts'

/** A range of clients that a manifest states, where it is one. */
export interface StatedRange {
  /** As it is written, without spaces around it. */
  readonly text: string
  readonly range: AddressRange
  readonly path: Path
}

const ANNOTATIONS: Readonly<Record<'Service' | 'Ingress', readonly string[]>> = {
  Service: [SOURCE_RANGES, 'service.beta.kubernetes.io/azure-allowed-ip-ranges'],
  Ingress: [
    'nginx.ingress.kubernetes.io/whitelist-source-range',
    'nginx.ingress.kubernetes.io/allowlist-source-range',
    'haproxy-ingress.github.io/whitelist-source-range',
    'haproxy-ingress.github.io/allowlist-source-range',
    'haproxy.org/allow-list',
    'alb.ingress.kubernetes.io/inbound-cidrs',
  ],
}

/** The ranges of each list in which a Service or an Ingress says who is let in. What is no range is left out. */
export function statedRangesOf(kind: 'Service' | 'Ingress', {object}: Pick<Service, 'object'>): readonly (readonly StatedRange[])[] {
  const annotations = labelsOf(valueAt(object, 'metadata', 'annotations'))
  const listed = kind === 'Service' ? itemsOf(valueAt(object, 'spec', 'loadBalancerSourceRanges')) : []
  const ofSpec = listed.flatMap((text, index) => readRange(text, ['spec', 'loadBalancerSourceRanges', index]))
  const ofAnnotations = ANNOTATIONS[kind].map((key) =>
    (labelOf(annotations, key) ?? '').split(',').flatMap((text) => readRange(text, ['metadata', 'annotations', key])),
  )
  return [ofSpec, ...ofAnnotations].filter((list) => list.length > 0)
}

function readRange(value: unknown, path: Path): readonly StatedRange[] {
  const text = typeof value === 'string' ? value.trim() : ''
  const range = parseRange(text)
  return range ? [{text, range, path}] : []
}

/** The network that a range stands for, where its address has bits beyond the prefix: `10.0.0.0/24` of `10.0.0.5/24`. */
export function networkBehind({text, range}: StatedRange): string | undefined {
  const address = parseAddress(text.split('/', 1)[0] ?? '')?.text
  return address === undefined || range.text === `${address}/${range.prefixLength}` ? undefined : range.text
}
