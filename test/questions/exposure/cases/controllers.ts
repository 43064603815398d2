import type {Reach} from '../../../../src/network/entry/front.ts'
import {ruleOfBroken} from '../../../../src/questions/broken-rule.ts'
import {together} from '../../../manifest.ts'
import {AZURE, WEB} from '../../../network/entry/ingress/asking.ts'
import {CONTROLLER_CASES, type ControllerCase} from '../../../network/entry/ingress/controller-cases.ts'
import type {ExposureCase} from './exposure-case.ts'

/** From the worst; inside, everybody has the cluster IP. */
const ORDER: readonly Reach[] = ['internet', 'unknown', 'network']

/** The cases of Ingress controllers, each put as the whole question about Service web behind them. */
export const OF_CONTROLLERS: readonly ExposureCase[] = CONTROLLER_CASES.map(toCase)

function toCase({title, why, texts, facts = AZURE, ways, fault}: ControllerCase): ExposureCase {
  const own = ways.flatMap((text) => readWay(text) ?? [])
  return {
    name: `${title} (Ingress)`,
    why,
    input: together(...texts, WEB),
    facts,
    reach: farthest(own.map(({reach}) => reach)),
    ways: [...new Set(own.map(({way}) => way)), 'ClusterIP:80 cluster'],
    ...(fault && {broken: [ruleOfBroken({reason: fault}).replace('routing/', '')]}),
  }
}

/** `443s internet from 203.0.113.0/24 app.example.com → web:80`, of those that lead to Service web. */
function readWay(text: string): {readonly reach: Reach; readonly way: string} | undefined {
  const [, port, reach, sources, target] = /^(\w+?)s? (\w+)(?: from (.+?))? \S+ → (\w+):/.exec(text) ?? []
  if (reach === undefined) throw new Error(`not a way: ${text}`)
  const way = `Ingress:${port === 'null' ? '?' : port} ${reach}${sources === undefined ? '' : ` ${sources}`}`
  return target === 'web' ? {reach: reach as Reach, way} : undefined
}

function farthest(reaches: readonly Reach[]): Reach {
  return ORDER.find((one) => reaches.includes(one)) ?? 'cluster'
}
