import {checkBroken} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const refused: Rule = {
  id: 'routing/refused',
  severity: 'error',
  title: 'an Ingress that the API server refuses',
  why: 'What the API server refuses is never created: the host and path lead nowhere, or go on as they were before the change.',
  fix: 'Write the value as networking.k8s.io/v1 has it; `kubectl apply --dry-run=server` says whether a server takes it.',
  references: [
    'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/',
    'https://kubernetes.io/docs/reference/using-api/deprecation-guide/#ingress-v122',
  ],
  bad: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            backend: {service: {name: web, port: {number: 80}}}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: web, port: {number: 80}}}
`,
  check: checkBroken(['refused'], ({message, manifest}) => {
    if (manifest.uid !== undefined || PLACEHOLDER.test(message)) return undefined
    return {fix: {description: adviceOn(message)}, aside: 'the API server refuses it'}
  }),
}

/** A host that somebody fills in before it is applied. */
const PLACEHOLDER = /^host "[^"]*([<>${}[\]%@]|__|[A-Z]{2,}[_-][A-Z]{2,})/

function adviceOn(message: string): string {
  if (message.startsWith('a path has no pathType')) return 'write pathType: Prefix, Exact or ImplementationSpecific beside the path'
  if (message.startsWith('there is no pathType')) return 'write Prefix, Exact or ImplementationSpecific, spelt so'
  if (message.includes('of v1beta1')) return 'write service: {name: …, port: {number: …}}, and defaultBackend in place of backend'
  if (message.startsWith('host')) return 'write a DNS name in lower case, with *. before it or without'
  return 'write it as networking.k8s.io/v1 has it'
}
