import {describe, expect, test} from 'vitest'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {askWho} from './asking.ts'

const inShop = (name: string) => workload(name, {namespace: 'shop', ports: [{name: 'http', containerPort: 80}]})
const ofApp = (app: string) => ({podSelector: {matchLabels: {app}}})

/** `letIn` is whom the policy of the variant lets in. */
function variant(letIn: string): string {
  const spec = {...ofApp('web'), ingress: [{from: [ofApp(letIn)]}]}
  const policy = {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name: 'web', namespace: 'shop'}, spec}
  return together(inShop('web'), service('web', {}, 'shop'), JSON.stringify(policy))
}

describe('who may reach a Service of which the input has several variants', () => {
  test.each([
    ['the stricter one first', {'a/all.yaml': variant('nobody'), 'b/all.yaml': variant('web')}, ['dropped', 'delivered']],
    ['the stricter one last', {'a/all.yaml': variant('web'), 'b/all.yaml': variant('nobody')}, ['delivered', 'dropped']],
  ])('is what the policy beside its own pods says: %s', (_, files, verdicts) => {
    expect(askWho(clusterOf(files)).data.services.map(({verdict}) => verdict)).toEqual(verdicts)
  })
})
