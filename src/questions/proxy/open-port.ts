import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import type {Uncertainty} from '../../network/proxy/uncertainty.ts'

/** Why the rules of a Service port can't be told, or not wholly. */
export type Opening = Uncertainty | 'cluster-ip' | 'node-port' | 'endpoint-addresses'

/** What the input leaves open about the rules of a port; empty where they follow from it. */
export function openingsOf(port: RoutedPort): readonly Opening[] {
  return [
    ...(port.clusterIP === null ? (['cluster-ip'] as const) : []),
    ...(port.nodePort === 'pending' || port.healthCheckNodePort === 'pending' ? (['node-port'] as const) : []),
    ...(port.usable.reachable.some(({address}) => address === null) ? (['endpoint-addresses'] as const) : []),
    ...port.uncertainties,
  ]
}

const WORDS: Readonly<Record<Opening, string>> = {
  'cluster-ip': 'its cluster IP',
  'node-port': 'its node port',
  'endpoint-addresses': 'the addresses of its pods',
  hints: 'which endpoints are preferred for being near',
  readiness: 'whether its pods are ready',
  placement: 'on which nodes its pods are',
  replicas: 'how many pods it has',
  duplicates: 'which of several slices counts that list one address',
}

/** Completes the sentence "the input does not state …". */
export function describeOpening(opening: Opening): string {
  return WORDS[opening]
}
