import type {Ingress, IngressTls} from './ingress.ts'
import {coversHost} from './ingress-host.ts'

/** The part of spec.tls that has a certificate for a host; of the rule for every host (undefined) only one without hosts is for all of them. */
export function findTls({tls}: Ingress, host: string | undefined): IngressTls | undefined {
  return tls.find(({hosts}) => hosts.length === 0 || (host !== undefined && hosts.some((one) => coversHost(one, host))))
}
