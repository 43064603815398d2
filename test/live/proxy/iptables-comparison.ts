import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import {endpointChain, serviceChain} from '../../../src/network/proxy/iptables/chain-name.ts'
import {compareRules, type RuleDifference} from '../../../src/network/proxy/iptables/difference.ts'
import {parseIptablesSave} from '../../../src/network/proxy/iptables/dump.ts'
import {renderIptables} from '../../../src/network/proxy/iptables/save-text.ts'
import {buildProxyModel, type ProxyModel, type RoutedPort} from '../../../src/network/proxy/proxy-model.ts'
import {proxyConfiguration} from '../harness/proxy.ts'
import {clusterOf} from '../scenario/observation.ts'
import {type Comparison, portsOf} from './comparison.ts'
import type {Run} from './run.ts'

/** Whether a difference is about a port of which kube-proxy itself cannot say which endpoints count. */
function isLeftToChance(model: ProxyModel, {chain, rule}: RuleDifference): boolean {
  const marks = portsOf(model)
    .filter(isAmbiguous)
    .flatMap((port) => [
      `"${port.name} `,
      ...(['KUBE-SVC', 'KUBE-SVL', 'KUBE-EXT', 'KUBE-FW'] as const).map((kind) => serviceChain(kind, port)),
      ...port.endpoints.map((endpoint) => endpointChain(port, endpoint)),
    ])
  return marks.some((mark) => chain === mark || rule.includes(mark))
}

/** Whether slices contradict each other about an endpoint of it. */
export function isAmbiguous({uncertainties}: RoutedPort): boolean {
  return uncertainties.includes('duplicates')
}

/** How the rules of a real kube-proxy in iptables mode differ from those predicted. */
export function compareIptables(
  rules: string,
  objects: readonly WireObject[],
  {node, version, configuration}: Run,
): Omit<Comparison<RuleDifference>, 'restarts'> {
  const document = fieldsOf(proxyConfiguration(node, 'iptables', configuration))
  const model = buildProxyModel(clusterOf(objects), node, readProxyConfiguration(document, {version}))
  const differences = compareRules(parseIptablesSave(renderIptables(model)), parseIptablesSave(rules))
  return {model, rules, differences: differences.filter((difference) => !isLeftToChance(model, difference))}
}
