import {referenceTo} from '../../../../cluster/identity.ts'
import type {Rule} from '../../rule.ts'

export const externalNameMetadata: Rule = {
  id: 'routing/external-name-metadata',
  severity: 'error',
  title: "an ExternalName of a cloud's metadata server",
  why: "The metadata server of a cloud hands out the credentials of the node to whoever reaches it. A Service that leads there lets an Ingress controller, or whoever may name a Service, ask it in the node's place.",
  fix: 'Delete the Service. Where pods need credentials, bind them to their ServiceAccount (workload identity).',
  references: [
    'https://kubernetes.io/docs/concepts/security/security-checklist/#network-security',
    'https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: settings, namespace: shop}
spec:
  type: ExternalName
  externalName: metadata.google.internal
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: settings, namespace: shop}
spec:
  type: ExternalName
  externalName: settings.example.com
`,
  check: ({special}) =>
    special.flatMap((service) => {
      const {type, externalName, origin} = service
      if (type !== 'ExternalName' || externalName === undefined || !METADATA.test(externalName)) return []
      return [
        {
          message: `externalName ${externalName} is the metadata server of the cloud, which hands out credentials of the node`,
          object: referenceTo(service),
          place: origin && {origin, path: ['spec', 'externalName']},
          aside: 'the metadata server',
          fix: {description: 'delete the Service, and bind credentials to a ServiceAccount'},
        },
      ]
    }),
}

/** Of AWS, Azure, Google Cloud and most others, of AWS by IPv6, and of Alibaba Cloud; names that resolve to them (nip.io) included. */
const METADATA =
  /^metadata(\.google\.internal)?\.?$|^instance-data(\.[a-z0-9-]+)*\.internal\.?$|(^|[.-])(169[.-]254[.-]169[.-]254|100[.-]100[.-]100[.-]200)($|[.-])|^fd00:ec2::254$/i
