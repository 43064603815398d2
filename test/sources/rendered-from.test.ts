import {describe, expect, test} from 'vitest'
import {findSource} from '../../src/sources/rendered-from.ts'

const annotated = (origin: unknown) => ({kind: 'Service', metadata: {annotations: {'config.kubernetes.io/origin': origin}}})

describe('the source that a renderer names', () => {
  test.each([
    ['helm, in a comment', {kind: 'Service'}, '\n# Source: shop/templates/web.yaml\n', 'prod', 'shop/templates/web.yaml'],
    ['kustomize, relative to the kustomization', annotated('path: ../base/web.yaml\n'), '', 'deploy/prod', 'deploy/base/web.yaml'],
    ['kustomize, where the kustomization is not known', annotated('path: base/web.yaml\n'), '', undefined, 'base/web.yaml'],
    [
      'kustomize, of a generated object',
      annotated('configuredIn: kustomization.yaml\nconfiguredBy:\n  kind: ConfigMapGenerator\n'),
      '',
      'prod',
      'prod/kustomization.yaml',
    ],
    [
      'kustomize, in another repository',
      annotated('path: a/b.yaml\nrepo: https://git.example/x/y\nref: v1\n'),
      '',
      'prod',
      'https://git.example/x/y/a/b.yaml',
    ],
    ['none', {kind: 'Service', metadata: {annotations: null}}, '# Source of wisdom\n', 'prod', undefined],
    ['none, in an annotation of another type', annotated(3), '', 'prod', undefined],
    ['none, without usable metadata', {kind: 'Service', metadata: 'x'}, '', 'prod', undefined],
  ])('%s', (_, object, comments, base, source) => {
    expect(findSource(object, comments, base)).toBe(source)
  })
})
