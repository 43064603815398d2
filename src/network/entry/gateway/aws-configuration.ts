import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {GatewayObjects} from './gateway-objects.ts'
import {parametersOf} from './proxy-parameters.ts'

/** What LoadBalancerConfigurations of the AWS Load Balancer Controller say of a Gateway's load balancer. */
export interface AWSConfiguration {
  readonly scheme: string | undefined
  readonly sources: readonly string[]
  /** Configurations that are referred to and not in the input. */
  readonly unread: readonly string[]
}

/**
 * Those of the Gateway and of its class together; "value conflicts are resolved by using the GatewayClass configuration" unless that one's mergingMode is
 * prefer-gateway (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig).
 */
export function awsConfiguration(gateway: OtherObject, gatewayClass: OtherObject | undefined, objects: GatewayObjects): AWSConfiguration {
  const ofClass = gatewayClass && configurationOf(gatewayClass, valueAt(gatewayClass.object, 'spec', 'parametersRef'), objects)
  const ofGateway = configurationOf(gateway, valueAt(gateway.object, 'spec', 'infrastructure', 'parametersRef'), objects)
  const specs = [ofClass, ofGateway].flatMap((one) => (one?.object ? [fieldsOf(one.object.object['spec'])] : []))
  const ordered = specs[0]?.['mergingMode'] === 'prefer-gateway' ? specs.toReversed() : specs
  const sources = ordered.map(({sourceRanges}) => sourceRanges).find((ranges) => ranges !== undefined)
  return {
    scheme: ordered.map(({scheme}) => textOf(scheme)).find((scheme) => scheme !== undefined),
    sources: itemsOf(sources).filter((range) => typeof range === 'string'),
    unread: [ofClass, ofGateway].flatMap((one) => (one && !one.object ? [one.name] : [])),
  }
}

function configurationOf(
  from: OtherObject,
  reference: unknown,
  objects: GatewayObjects,
): {readonly name: string; readonly object: OtherObject | undefined} | undefined {
  const fields = fieldsOf(reference)
  const name = textOf(fields['name'])
  return name === undefined ? undefined : {name: `${textOf(fields['kind'])} ${name}`, object: parametersOf(from, fields, objects)}
}
