import {parseAddress} from '../../../../cluster/address.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Rule} from '../../rule.ts'

export const externalNameAddress: Rule = {
  id: 'routing/external-name-address',
  severity: 'error',
  title: 'an ExternalName that is an address',
  why: 'An ExternalName is answered with a CNAME, and a CNAME leads to a name. An address in its place is taken for a name made of digits: CoreDNS answers with nothing. Only controllers that read the field themselves, as some for Ingresses do, reach it.',
  fix: 'Write a DNS name; or, for an address, a Service without selector and an EndpointSlice with the address.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#externalname'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  type: ExternalName
  externalName: 192.0.2.7
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  ports: [{port: 5432}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{port: 5432}]
endpoints: [{addresses: [192.0.2.7]}]
`,
  check: ({special}) =>
    special.flatMap((service) => {
      const {type, externalName, origin, uid} = service
      const address = type === 'ExternalName' && externalName !== undefined ? parseAddress(externalName.replace(/\.$/, '')) : undefined
      // Of IPv6 it is not even a name: the API server refuses it, which routing/api-rejects says.
      if (!address || (address.family === 'IPv6' && uid === undefined)) return []
      return [
        {
          message: `externalName ${externalName} is an address, and DNS takes it for a name: nothing is found under it`,
          object: referenceTo(service),
          place: origin && {origin, path: ['spec', 'externalName']},
          aside: 'a CNAME leads to a name',
          fix: {description: 'write a DNS name, or a Service without selector and an EndpointSlice with the address'},
        },
      ]
    }),
}
