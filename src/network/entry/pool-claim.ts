import {fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import {type Labels, matchesLabels, selectorFromLabelSelector} from '../../cluster/label-selector.ts'
import type {Service} from '../../cluster/service.ts'

/** Which Services get addresses of a pool. */
export interface Claim {
  /** Undefined where labels of namespaces decide, which are not asked for here. */
  readonly takes: (service: Service) => boolean | undefined
  /** Whether those whom it takes get theirs of it before those of pools for all. */
  readonly isFirst: boolean
}

/**
 * `serviceAllocation` of an IPAddressPool: the namespaces, by name or label, and of their Services those that any selector selects
 * (isPoolCompatibleWithService in internal/allocator/allocator.go of MetalLB). With neither it is for all.
 */
export function claimOfMetalLB(allocation: unknown): Claim | undefined {
  if (allocation === undefined || allocation === null) return undefined
  const {namespaces, namespaceSelectors, serviceSelectors} = fieldsOf(allocation)
  const names = itemsOf(namespaces).flatMap((name) => textOf(name) ?? [])
  const hasSelectors = itemsOf(namespaceSelectors).length > 0
  const selectors = itemsOf(serviceSelectors)
  return {
    isFirst: true,
    takes: ({namespace, labels}) => {
      if (selectors.length > 0 && !selectors.some((selector) => selects(selector, labels))) return false
      if (names.includes(namespace)) return true
      return hasSelectors ? undefined : names.length === 0
    },
  }
}

/** `serviceSelector` of a CiliumLoadBalancerIPPool, by the labels of a Service, its name and its namespace (https://docs.cilium.io/en/stable/network/lb-ipam/). */
export function claimOfCilium(selector: unknown): Claim | undefined {
  if (selector === undefined || selector === null) return undefined
  return {
    isFirst: false,
    takes: ({labels, namespace, name}) =>
      selects(selector, {...labels, 'io.kubernetes.service.namespace': namespace, 'io.kubernetes.service.name': name}),
  }
}

function selects(value: unknown, labels: Labels): boolean {
  const parsed = selectorFromLabelSelector(value)
  return parsed.kind === 'selector' && matchesLabels(parsed.selector, labels)
}
