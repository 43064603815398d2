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

  test.each([
    [['svc/web:http'], ['web http any']],
    [
      ['svc/dns:53/udp', 'web'],
      ['dns 53 UDP', 'web all'],
    ],
    [
      ['svc', 'web:80', 'dns:53/TCP'],
      ['web 80 any', 'dns 53 TCP'],
    ],
    [['web:http'], ['web http any']],
    [
      ['svc:http', 'api'],
      ['svc http any', 'api all'],
    ],
  ])('%j: a port of a Service', (words, expected) => {
    const targets = parseTargets(words, [])
    expect(targets.map(({kind}) => kind)).toEqual(targets.map(() => 'Service'))
    expect(targets.map(({name, port}) => `${name} ${port ? `${port.text} ${port.protocol ?? 'any'}` : 'all'}`)).toEqual(expected)
  })

  test.each([
    ['svc/'],
    ['a/b/c'],
    ['svc/a/c'],
    ['deplyo/web'],
    ['svc/web:'],
    ['svc/web:53/ucp'],
    ['svc/web:53/udp/x'],
    ['deploy/web:http'],
    [':80'],
  ])('%s is refused', (word) => {
    expect(() => parse(word)).toThrow(UserError)
  })

  test('a kind that is nearly one is suggested', () => {
    expect(() => parse('deplyo/web')).toThrow(expect.objectContaining({hint: expect.stringContaining('deploy/web')}))
  })
})
