import {describe, expect, test} from 'vitest'
import {boundOf, doubtAdmitted, everybody, farthestOf, joinAdmitted, nobody} from '../../../src/questions/exposure/admitted.ts'

const perhapsInternet = doubtAdmitted(nobody(['shop/deny']), everybody('internet'), 'kept out?')
const perhapsCluster = doubtAdmitted(nobody(['shop/deny']), everybody('cluster'), 'kept out inside?')

describe('who comes in, where doubts are left', () => {
  test('is told for certain only as far as no outcome denies it', () => {
    expect(perhapsInternet).toMatchObject({reach: 'unknown', perhaps: 'internet', sources: [], question: 'kept out?'})
    const few = doubtAdmitted(everybody('network', ['10.0.0.0/8']), everybody('internet', ['0.0.0.0/0']), 'who else?')
    expect(few).toMatchObject({reach: 'unknown', perhaps: 'internet', sources: ['0.0.0.0/0'], question: 'who else?'})
  })

  test('keeps its reach where there may only be more from as far away', () => {
    const some = doubtAdmitted(everybody('internet', ['203.0.113.0/24']), everybody('internet'), 'who else?')
    expect(some).toMatchObject({reach: 'internet', perhaps: undefined, sources: ['203.0.113.0/24'], question: 'who else?'})
    expect(doubtAdmitted(everybody('internet'), everybody('internet'), 'who else?').question).toBeUndefined()
  })

  test('hangs on no doubt that comes to less than another way for certain', () => {
    expect(joinAdmitted([perhapsCluster, everybody('network')])).toMatchObject({reach: 'network', perhaps: undefined, question: undefined})
    expect(joinAdmitted([perhapsInternet, everybody('internet')])).toMatchObject({reach: 'internet', question: undefined})
    expect(joinAdmitted([perhapsInternet, everybody('internet', ['8.8.8.8/32'])])).toMatchObject({
      reach: 'internet',
      sources: ['8.8.8.8/32'],
      question: 'kept out?',
    })
  })

  test('is unknown where a doubt may come to more than what is certain', () => {
    expect(joinAdmitted([perhapsInternet, everybody('network')])).toMatchObject({
      reach: 'unknown',
      perhaps: 'internet',
      question: 'kept out?',
    })
    expect(joinAdmitted([perhapsInternet, perhapsCluster])).toMatchObject({reach: 'unknown', perhaps: 'internet'})
  })

  test('says how far it may be only where the way itself is known', () => {
    expect(joinAdmitted([everybody('unknown'), perhapsInternet]).perhaps).toBeUndefined()
    expect(boundOf(everybody('unknown'))).toBe('internet')
    expect(boundOf(perhapsCluster)).toBe('cluster')
  })
})

describe('the farthest of several', () => {
  test('is known where one is as far as any may be', () => {
    expect(farthestOf([{reach: 'network'}, {reach: 'unknown', perhaps: 'cluster'}])).toBe('network')
    expect(farthestOf([{reach: 'internet'}, {reach: 'unknown'}])).toBe('internet')
  })

  test('is unknown where one may be farther', () => {
    expect(farthestOf([{reach: 'network'}, {reach: 'unknown'}])).toBe('unknown')
    expect(farthestOf([{reach: 'namespace'}, {reach: 'unknown', perhaps: 'cluster'}])).toBe('unknown')
  })

  test('is nobody of nothing', () => {
    expect(farthestOf([])).toBe('none')
  })
})
