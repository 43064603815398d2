import {expect} from 'vitest'
import type {ProxyMode} from '../../../src/network/proxy/configuration.ts'
import type {ProxyModel, RoutedPort} from '../../../src/network/proxy/proxy-model.ts'
import {noteFigures} from '../harness/figures.ts'

/** What a real kube-proxy has programmed on one node, beside what was predicted. */
export interface Comparison<Difference = object> {
  readonly model: ProxyModel
  readonly rules: string
  readonly differences: readonly Difference[]
  /** How often kube-proxy had to begin again. */
  readonly restarts: number
}

/** Notes the figures of a comparison, with those that only its mode has, and throws with the first differences, if there are any. */
export function expectNoDifferences(mode: ProxyMode, what: string, comparisons: readonly Comparison[], details: readonly string[]): void {
  const all = comparisons.flatMap(({differences, model}) => differences.map((difference) => ({node: model.node.name, ...difference})))
  const restarts = comparisons.reduce((sum, comparison) => sum + comparison.restarts, 0)
  const figures = [
    `${countServices(comparisons.flatMap(({model}) => portsOf(model)))} Services`,
    `${comparisons.length} kube-proxies`,
    ...details,
    `${all.length} differences`,
    ...(restarts > 0 ? [`${restarts} began without their zone`] : []),
  ]
  noteFigures(`${mode} rules, ${what}: ${figures.join(', ')}`)
  expect(all.slice(0, 8)).toEqual([])
}

export function portsOf({families}: ProxyModel): readonly RoutedPort[] {
  return Object.values(families).flatMap(({ports}) => ports)
}

export function countServices(ports: readonly RoutedPort[]): number {
  return new Set(ports.map(({service}) => `${service.namespace}/${service.name}`)).size
}

/** How often the pattern, a global one, is in all their rules. */
export function countMatches(comparisons: readonly Comparison[], pattern: RegExp): number {
  return comparisons.reduce((sum, {rules}) => sum + (rules.match(pattern)?.length ?? 0), 0)
}

/** The endpoints of all IPv4 ports, which is what kube-proxy's threshold counts. */
export function countEndpoints({model}: Comparison): number {
  return model.families.IPv4.ports.reduce((sum, {endpoints}) => sum + endpoints.length, 0)
}
