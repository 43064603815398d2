import {describe, expect, test} from 'vitest'
import {exitCodeOf} from '../../../src/exit-code.ts'
import {diff} from '../../../src/questions/diff/diff.ts'
import {renderMarkdown} from '../../../src/renderers/markdown.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {exitOf, headline, located, textOf} from '../answer.ts'
import {MUTATIONS} from './mutation.ts'
import {compare, type Draft, find, shop} from './shop.ts'

const SCOPE = {namespace: undefined, selector: undefined, names: {before: 'old', after: 'new'}} as const

function edited(change: (objects: Draft[]) => void): Draft[] {
  const objects = shop()
  change(objects)
  return objects
}

function rows(report: ReturnType<typeof compare>): readonly string[] {
  return report.tables.flatMap(({title, rows}) => [textOf(title), ...rows.map((row) => row.map(textOf).join(' '))])
}

describe('what a reviewer reads', () => {
  test('the verdict, the edit with its place, and what follows from it', () => {
    const report = compare(
      shop(),
      edited((all) => {
        find(all, 'NetworkPolicy', 'db').spec.podSelector.matchLabels.app = 'dbs'
      }),
    )
    expect(headline(report)).toBe('✗ exposure grew: sts/db and shop/db')
    expect(rows(report)).toEqual([
      'NetworkPolicy shop/db: podSelector.matchLabels.app db → dbs',
      ' shop.yaml',
      // Of the nine it let in the API and the one in namespace ops, and the batch may connect to the API alone.
      '✗ shop/db: newly reachable inside, by any pod, among them 6 workloads',
      '✗ policy shop/db no longer selects sts/db: nothing isolates it for ingress any more',
    ])
  })

  test('ways of one kind together, the farthest first', () => {
    const report = compare(
      shop(),
      edited((all) => {
        find(all, 'Service', 'web').spec.selector.app = 'batch'
      }),
    )
    expect(rows(report)).toEqual([
      'Service shop/web: selector.app web → batch',
      ' shop.yaml',
      '✗ deploy/batch newly reachable from the internet through LoadBalancer, ports 80 and 443 and from private networks through NodePort',
      '! deploy/web no longer stands behind it',
    ])
  })

  test('of two edits each with its own', () => {
    const report = compare(
      shop(),
      edited((all) => {
        find(all, 'Deployment', 'edge').spec.template.metadata.labels.app = 'edgy'
        find(all, 'NetworkPolicy', 'db').spec.podSelector.matchLabels.app = 'dbs'
      }),
    )
    expect(report.tables.map(({title}) => textOf(title))).toEqual([
      'NetworkPolicy shop/db: podSelector.matchLabels.app db → dbs',
      'Deployment shop/edge: template.metadata.labels.app edge → edgy',
    ])
  })

  test('no difference in one line', () => {
    expect(headline(compare(shop(), shop()))).toBe('✓ no difference in what Services reach, and in who reaches them')
  })

  test('Markdown with no finding told twice', () => {
    const report = compare(
      shop(),
      edited((all) => {
        find(all, 'Service', 'api').spec.type = 'LoadBalancer'
      }),
    )
    const text = renderMarkdown(located(report))
    expect(text.split('newly reachable from').length).toBe(2)
    expect(text.startsWith('## ✗ **exposure grew**: shop/api\n')).toBe(true)
  })
})

describe('what cannot be told', () => {
  const before = clusterOf(together(service('web'), workload('web')))
  const after = clusterOf(together(service('web', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false}), workload('web')))

  test('is a warning with the question that settles it, and fails with --strict alone', () => {
    const report = diff(before, after, SCOPE)
    expect(report.findings.map(({severity, rule}) => `${severity} ${rule}`)).toEqual(['warning exposure/newly-reachable'])
    expect(report.findings[0]?.message).toMatch(/: perhaps newly reachable from the internet through LoadBalancer, port 80: .*--cloud/)
    expect([exitOf(report), exitOf(report, true)]).toEqual([0, 1])
  })

  test('is settled by what only one of the inputs shows', () => {
    const annotation = {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}
    const balancer = (annotations: object) =>
      clusterOf(
        together(
          JSON.stringify({
            apiVersion: 'v1',
            kind: 'Service',
            metadata: {name: 'web', annotations},
            spec: {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, selector: {app: 'web'}, ports: [{port: 80}]},
          }),
          workload('web'),
        ),
      )
    const report = diff(balancer(annotation), balancer({}), SCOPE)
    expect(report.findings.map(({severity, rule}) => `${severity} ${rule}`)).toEqual(['error exposure/newly-reachable'])
  })
})

describe('what could not be read', () => {
  const web = clusterOf(service('web'))
  const unread = ['1 file of deploy/']

  test('is said before that nothing grew in the rest', () => {
    const report = diff(web, clusterOf(''), {...SCOPE, unread})
    expect(headline(report)).toBe('? not all was compared: 1 file of deploy/ could not be read; in what was, exposure did not grow')
    expect([exitOf(report), exitOf(report, true)]).toEqual([0, 1])
    expect(headline(diff(web, web, {...SCOPE, unread}))).toBe(
      '? not all was compared: 1 file of deploy/ could not be read; in what was, there is no difference',
    )
  })

  test('is said behind what grew', () => {
    const open = clusterOf(service('web', {type: 'NodePort'}))
    expect(headline(diff(web, open, {...SCOPE, unread}))).toBe('✗ exposure grew: default/web; 1 file of deploy/ could not be read')
  })
})

describe('the scope', () => {
  const opened = edited((all) => {
    find(all, 'Service', 'api').spec.type = 'LoadBalancer'
    find(all, 'NetworkPolicy', 'db').spec.podSelector.matchLabels.app = 'dbs'
  })

  test('of a namespace leaves out what is elsewhere', () => {
    const inOps = diff(clusterOf(''), clusterOf(together(...opened.map((one) => JSON.stringify(one)))), {...SCOPE, namespace: 'ops'})
    expect(inOps.data.changes).toEqual([])
  })
})

test('--fail-on counts warnings and infos, and never counts nothing', () => {
  const moved = compare(
    shop(),
    edited((all) => {
      find(all, 'Service', 'web').spec.ports[0].port = 8081
    }),
  )
  const code = (failOn: 'error' | 'warning' | 'never', report = moved) => exitCodeOf(located(report), {failOn, strict: false})
  expect([code('error'), code('warning')]).toEqual([0, 1])
  const grown = compare(
    shop(),
    edited((all) => {
      find(all, 'Service', 'api').spec.type = 'NodePort'
    }),
  )
  expect([code('error', grown), code('never', grown)]).toEqual([1, 0])
})

describe('JSON', () => {
  const isValid = validatorOf('diff')

  test.each(MUTATIONS)('fits the schema: $name', async (mutation) => {
    const document = await documentOf(compare(shop(), edited(mutation.edit)))
    expect(isValid(document), JSON.stringify(isValid.errors)).toBe(true)
  })
})
