import {placeIn} from '../../policy-manifest.ts'
import type {Rule} from '../../rule.ts'

export const invalid: Rule = {
  id: 'policy/invalid',
  severity: 'error',
  title: 'a network policy that the API server refuses',
  why: 'What the API server refuses is never in force: the pods stay as open, or as closed, as they were before. A policy that an older server let in and a newer one would refuse is read by each network plugin in its own way.',
  fix: 'Write the value as the API has it; `kubectl apply --dry-run=server` says whether a server takes it.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: api}}}]
      ports:
        - port: 9000
          endPort: 8000
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: api}}}]
      ports:
        - port: 8000
          endPort: 9000
`,
  check: ({policies}) =>
    policies.flatMap((policy) =>
      policy.problems.map(({message, path, fix}) => ({
        message,
        object: policy.reference,
        place: placeIn(policy, path),
        aside: 'the API server refuses it',
        fix: {description: fix},
      })),
    ),
}
