import {describe, expect, test} from 'vitest'
import {parseTargets} from '../../src/questions/target.ts'
import {UserError} from '../../src/user-error.ts'

const parse = (...words: string[]) => parseTargets(words, ['Rollout', 'Deployment']).map(({kind, name}) => `${kind}/${name ?? '*'}`)

describe('targets as kubectl writes them', () => {
  test.each([
    [['svc/web'], ['Service/web']],
    [
      ['services/web', 'po/x'],
      ['Service/web', 'Pod/x'],
    ],
    [
      ['svc', 'web', 'api'],
      ['Service/web', 'Service/api'],
    ],
    [['web'], ['Service/web']],
    [
      ['web', 'api'],
      ['Service/web', 'Service/api'],
    ],
    [['pods'], ['Pod/*']],
    [
      ['svc,deploy', 'web'],
      ['Service/web', 'Deployment/web'],
    ],
    [['deployments.apps/web'], ['Deployment/web']],
    [['rollouts/web'], ['Rollout/web']],
    [
      ['web', 'deploy/api'],
      ['Service/web', 'Deployment/api'],
    ],
    [[], []],
  ])('%j', (words, expected) => {
    expect(parse(...words)).toEqual(expected)
  })

  test.each([['svc/'], ['a/b/c'], ['deplyo/web']])('%s is refused', (word) => {
    expect(() => parse(word)).toThrow(UserError)
  })

  test('a kind that is nearly one is suggested', () => {
    expect(() => parse('deplyo/web')).toThrow(expect.objectContaining({hint: expect.stringContaining('deploy/web')}))
  })
})
