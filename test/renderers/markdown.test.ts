import {expect, it} from 'vitest'
import {renderMarkdown} from '../../src/renderers/markdown.ts'
import type {LocatedFinding, Report} from '../../src/report.ts'

const report: Report<LocatedFinding> = {
  kind: 'Test',
  data: {},
  headline: ['50 nodes ', {text: 'in all', tone: 'dim'}],
  tables: [
    {
      title: ['Modes'],
      columns: [{name: 'MODE'}, {name: ''}, {name: 'SIZE', align: 'right'}],
      rows: [
        [[{text: 'overlay', tone: 'name'}], [{text: '✓', tone: 'good'}], ['/26']],
        [['a|b'], [''], ['<1>']],
      ],
      footer: ['first'],
    },
    {rows: [[['x'], ['y']]]},
    {rows: []},
  ],
  findings: [
    {
      rule: 'plan/overlap',
      severity: 'error',
      message: 'a *b*',
      object: null,
      file: 'plan.yaml',
      line: 3,
      column: 1,
      fix: {description: 'move it'},
    },
    {rule: 'plan/x', severity: 'info', message: 'c', object: null, file: null, line: null, column: null},
  ],
  notes: ['one\ntwo'],
  names: [],
}

it('a report becomes a heading, tables, findings and notes that Markdown takes as they are', () => {
  expect(renderMarkdown(report)).toBe(`## 50 nodes in all

### Modes

| MODE |  | SIZE |
| --- | --- | --: |
| **overlay** | ✓ | /26 |
| a\\|b |  | \\<1\\> |

first

|  |  |
| --- | --- |
| x | y |

### Findings

- **error** \`plan/overlap\`: a \\*b\\* (\`plan.yaml:3\`). move it
- **info** \`plan/x\`: c

- one two
`)
})

it('every row of a table has as many cells as its heading', () => {
  const rows = renderMarkdown({...report, tables: [{columns: [{name: 'A'}, {name: 'B'}], rows: [[['1']], [['1'], ['2']]]}]})
    .split('\n')
    .filter((line) => line.startsWith('|'))
  expect(new Set(rows.map((row) => row.split(' | ').length))).toEqual(new Set([2]))
})
