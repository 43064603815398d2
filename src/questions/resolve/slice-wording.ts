import {type EndpointSlice, isWrittenBySelector} from '../../cluster/endpoint-slice.ts'
import {enumerate} from '../naming.ts'
import type {Wording} from './hidden-wording.ts'

/** Slices that hold nothing usable, or none at all. `pods` is what prints the pods behind them. */
export function describeSlices(slices: readonly EndpointSlice[], pods: string): Wording {
  if (slices.length === 0)
    return {
      short: 'no EndpointSlice',
      sentence: 'it has no selector and no EndpointSlice',
      advice: 'write an EndpointSlice with the label kubernetes.io/service-name',
    }
  if (slices.every(({addressType}) => addressType === 'FQDN'))
    return {
      short: 'its EndpointSlice holds names',
      sentence:
        'its EndpointSlice holds names (addressType FQDN), which kube-proxy does not use (DNS of a headless Service answers with a CNAME)',
      advice: 'list IP addresses, or make it a Service of type ExternalName',
    }
  const ofSelector = slices.some(isWrittenBySelector)
  if (slices.every(({endpoints}) => endpoints.length === 0))
    return {
      short: 'its EndpointSlices are empty',
      sentence: 'its EndpointSlices list no endpoint',
      advice: ofSelector ? `ask with the pods too, to see why: ${pods}` : 'see whoever writes them',
    }
  return {
    short: 'not every endpoint is ready',
    sentence: 'its EndpointSlices list endpoints that are not ready',
    advice: ofSelector ? `ask with the pods too, to see which: ${pods}` : 'see whoever writes them',
  }
}

/** Slices without a port of the Service; those of the controller show that pods lack it. */
export function describeSlicePorts(slices: readonly EndpointSlice[], ports: readonly string[], pods: string): Wording {
  const names = enumerate(ports)
  if (slices.some(isWrittenBySelector))
    return {
      short: `pods without the port ${names}`,
      sentence: `its EndpointSlices list pods without the port ${names}`,
      advice: `ask with the pods too, to see why targetPort leads nowhere on them: ${pods}`,
    }
  return {
    short: `no slice has a port named ${names}`,
    sentence: `its EndpointSlices have no port with the name and protocol of ${names}`,
    advice: 'give the port of the EndpointSlice the name and protocol of the Service port: kube-proxy joins them by both',
  }
}

/** A slice that belongs to no Service, and was meant for one. */
export function describeStray(slice: EndpointSlice, fault: 'label' | 'namespace' | 'name'): Wording {
  const name = `${slice.kind} ${slice.name}`
  switch (fault) {
    case 'label':
      return {
        short: `${name} lacks the label of its Service`,
        sentence: `${name} has no label kubernetes.io/service-name, so it belongs to no Service`,
        advice: 'give it the label kubernetes.io/service-name with the name of the Service',
      }
    case 'namespace':
      return {
        short: `${name} is in namespace ${slice.namespace}`,
        sentence: `${name} is in namespace ${slice.namespace}, where there is no such Service`,
        advice: 'put both into one namespace',
      }
    case 'name':
      return {
        short: `${name} is for "${slice.serviceName}"`,
        sentence: `${name} is for a Service named "${slice.serviceName}", which is not there`,
        advice: `let it name this Service`,
      }
  }
}
