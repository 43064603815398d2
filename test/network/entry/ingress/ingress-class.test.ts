import {describe, expect, test} from 'vitest'
import {ingressesOf} from '../../../../src/network/entry/ingress/ingress.ts'
import {chooseClass, ingressClassesOf} from '../../../../src/network/entry/ingress/ingress-class.ts'
import {clusterOf, together} from '../../../manifest.ts'
import {ingress, ingressClass} from './asking.ts'

function chosen(...texts: readonly string[]): string | undefined {
  const cluster = clusterOf(together(...texts))
  const [first] = ingressesOf(cluster)
  if (!first) throw new Error('no Ingress')
  const choice = chooseClass(first, ingressClassesOf(cluster))
  return choice.kind === 'none' ? undefined : `${choice.name} by ${choice.by}${choice.class ? ' ' + choice.class.controller : ''}`
}

const A = ingressClass('a', 'example.com/a', {}, true, '2026-01-01T00:00:00Z')
const B = ingressClass('b', 'example.com/b', {}, true, '2026-02-01T00:00:00Z')
const CLASS = {'kubernetes.io/ingress.class': 'nginx'}

/** As plugin/pkg/admission/network/defaultingressclass/admission.go of Kubernetes has it. */
describe('the class of an Ingress', () => {
  test('is the field, before the annotation and before the default', () => {
    expect(chosen(ingress({ingressClassName: 'b'}, {annotations: CLASS}), A, B)).toBe('b by field example.com/b')
  })
  test('is the annotation where there is no field, and no default is put beside it', () => {
    expect(chosen(ingress({}, {annotations: CLASS}), A)).toBe('nginx by annotation')
  })
  test('is the default where neither is there', () => {
    expect(chosen(ingress(), A)).toBe('a by default example.com/a')
  })
  test('is the newest of several defaults', () => {
    expect(chosen(ingress(), A, B)).toBe('b by default example.com/b')
  })
  test('is the first by name of defaults that are equally old', () => {
    expect(chosen(ingress(), ingressClass('z', 'example.com/z', {}, true), ingressClass('y', 'example.com/y', {}, true))).toBe(
      'y by default example.com/y',
    )
  })
  test('is none without a default', () => {
    expect(chosen(ingress(), ingressClass('a', 'example.com/a'))).toBeUndefined()
  })
  test('is none where an empty one is stated: the plugin asks whether the field is there, not what it says', () => {
    expect(chosen(ingress({ingressClassName: ''}), A)).toBeUndefined()
    expect(chosen(ingress({}, {annotations: {'kubernetes.io/ingress.class': ''}}), A)).toBeUndefined()
  })
  test('is none for an Ingress that the API server stored without one: the default is for new ones', () => {
    const stored = JSON.stringify({...JSON.parse(ingress()), metadata: {name: 'front', uid: '1'}})
    expect(chosen(stored, A)).toBeUndefined()
  })
  test('is that of the Ingress’s own file where several files define it', () => {
    const cluster = clusterOf({
      'one.yaml': together(ingress({ingressClassName: 'x'}), ingressClass('x', 'example.com/one')),
      'two.yaml': ingressClass('x', 'example.com/two'),
    })
    const [first] = ingressesOf(cluster)
    expect(first && chooseClass(first, ingressClassesOf(cluster))).toMatchObject({class: {controller: 'example.com/one'}})
  })
})
