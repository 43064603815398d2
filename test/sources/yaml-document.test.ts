import {describe, expect, test} from 'vitest'
import {parseYamlDocument} from '../../src/sources/yaml-document.ts'

function parsedValue(text: string): unknown {
  const parsed = parseYamlDocument(text)
  if (parsed.kind === 'flaw') throw new Error(`${parsed.rule} ${parsed.what}`)
  return parsed.value
}

function flawOf(text: string): {rule: string; at: string; what: string} {
  const parsed = parseYamlDocument(text)
  if (parsed.kind === 'value') throw new Error(`it was read: ${JSON.stringify(parsed.value)}`)
  const before = text.slice(0, parsed.offset).split('\n')
  return {rule: parsed.rule, at: `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`, what: parsed.what}
}

describe('keys', () => {
  test('of two equal keys the last one wins', () => {
    expect(parsedValue('a: 1\nb: 2\na: 3\n')).toEqual({a: 3, b: 2})
  })

  test('are the text of what they resolve to', () => {
    expect(parsedValue('on: 1\n0644: 2\n"on": 3\n')).toEqual({true: 1, '420': 2, on: 3})
  })

  test('named __proto__ change no prototype', () => {
    const value = parsedValue('__proto__: {polluted: yes}\n')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value as object)).toEqual(['__proto__'])
  })
})

// The values are kubectl's; a YAML 1.2 parser gives others for the second and the fourth.
describe('merge keys', () => {
  test.each([
    ['a key after the merge wins', '<<: {a: 2}\na: 1\n', {a: 1}],
    ['the merge wins over a key before it', 'a: 1\n<<: {a: 2}\n', {a: 2}],
    ['the first of a list wins', 'p: &p {k: 1, j: 1}\nq: &q {k: 2}\nr: {<<: [*p, *q]}\n', {p: {k: 1, j: 1}, q: {k: 2}, r: {k: 1, j: 1}}],
    [
      'the last of two merges wins',
      'p: &p {k: 1, j: 1}\nq: &q {k: 2}\nr:\n  <<: *p\n  <<: *q\n',
      {p: {k: 1, j: 1}, q: {k: 2}, r: {k: 2, j: 1}},
    ],
    [
      'a merged mapping may merge itself',
      'p: &p {a: 1}\nq: &q {<<: *p, b: 2}\nr: {<<: *q, c: 3}\n',
      {p: {a: 1}, q: {a: 1, b: 2}, r: {a: 1, b: 2, c: 3}},
    ],
    ['a quoted << is a key like others', '"<<": {a: 2}\n', {'<<': {a: 2}}],
    ['a << that is no key is text', 'a: <<\nb: [<<]\n', {a: '<<', b: ['<<']}],
    ['a here-document in a script is no merge', 'run: |\n  cat <<EOF\n  <<: x\n  EOF\n', {run: 'cat <<EOF\n<<: x\nEOF\n'}],
  ])('%s', (_, text, value) => {
    expect(parsedValue(text)).toEqual(value)
  })

  test('that name no mapping are refused where they stand', () => {
    expect(flawOf('a: &a [1]\nb: &b {c: d}\ne:\n  <<: *b\nf:\n  <<: *a\n')).toMatchObject({rule: 'input/yaml-syntax', at: '6:3'})
    expect(flawOf('a: &a [{b: c}]\nd: {<<: *a}\n')).toMatchObject({rule: 'input/yaml-syntax'})
  })
})

describe('what strict parsers refuse and kubectl reads', () => {
  test.each([
    ['tabs inside a flow list', 'a: [1,\t2,\n\t3]\n', {a: [1, 2, 3]}],
    ['a quoted scalar that goes on at the margin', 'a:\n  b: "x\ny"\nc: 1\n', {a: {b: 'x y'}, c: 1}],
    ['a list at the indentation of its key', 'a:\n- b\n', {a: ['b']}],
    [
      'tags that nobody knows',
      'a: !Ref b\nc: !x {d: e}\nf: !!set {g}\nh: !<tag:x.org,2000:y> [1]\n',
      {a: 'b', c: {d: 'e'}, f: {g: null}, h: [1]},
    ],
    ['tags that force a type', 'a: !!str 12\nb: !!int "3"\nc: !!binary aGVsbG8=\nd: !!bool yes\n', {a: '12', b: 3, c: 'hello', d: true}],
    ['CRLF line ends', 'a: |\r\n  x\r\n  y\r\nb: "p\r\n  q"\r\n', {a: 'x\ny\n', b: 'p q'}],
  ])('%s', (_, text, value) => {
    expect(parsedValue(text)).toEqual(value)
  })
})

describe('a flaw stands where it is', () => {
  test.each([
    ['a: b: c\n', 'input/yaml-syntax', '1:5'],
    ['a: 1\nb: [1, 2\nc: 3\n', 'input/yaml-syntax', '3:1'],
    ['a:\n\tb: c\n', 'input/yaml-syntax', '2:1'],
    ['a: *nobody\n', 'input/yaml-syntax', '1:11'],
    ['a: {{ x }}\n', 'input/yaml-syntax', '1:4'],
  ])('%j: %s at %s', (text, rule, at) => {
    expect(flawOf(text)).toMatchObject({rule, at})
  })
})

describe('aliases', () => {
  test('are written out where they are used', () => {
    expect(parsedValue('a: &x {b: 1}\nc: *x\nd: [*x]\n')).toEqual({a: {b: 1}, c: {b: 1}, d: [{b: 1}]})
  })

  test('that multiply to billions are refused at once', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x]']
    for (let level = 1; level <= 40; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(',')}]`,
      )
    const started = performance.now()
    expect(flawOf(lines.join('\n')).rule).toBe('input/alias-bomb')
    expect(performance.now() - started).toBeLessThan(1000)
  })

  // 99 % of up to 400,000 values may come out of aliases: goyaml's rule. Each line of `k` adds one alias of 1,001 values.
  test('may be many, as long as a document stays small', () => {
    const text = `big: &big [${Array(1000).fill('x').join(', ')}]\nk:\n${'- *big\n'.repeat(50)}`
    expect((parsedValue(text) as {k: unknown[]}).k).toHaveLength(50)
    expect(flawOf(`big: &big [${Array(1000).fill('x').join(', ')}]\nk:\n${'- *big\n'.repeat(3000)}`).rule).toBe('input/alias-bomb')
  })

  test('that contain themselves are refused', () => {
    expect(flawOf('a: &a\n  b: *a\n')).toMatchObject({rule: 'input/alias-bomb', what: expect.stringContaining('contains itself')})
  })

  test('cannot build a depth that the text does not have', () => {
    const lines = Array.from(
      {length: 40},
      (_, i) => `"${40 - i}": &b${i} ${'['.repeat(100)}${i === 0 ? 1 : `*b${i - 1}`}${']'.repeat(100)}`,
    )
    expect(flawOf(lines.join('\n')).rule).toBe('input/too-deep')
  })
})

describe('depth', () => {
  test.each([
    ['flow lists', '['.repeat(100_000)],
    ['flow mappings', '{a: '.repeat(100_000)],
    ['block mappings', Array.from({length: 3000}, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['dashes', '- '.repeat(100_000)],
    ['question marks', '? '.repeat(100_000)],
  ])('without end in %s is refused', (_, text) => {
    expect(flawOf(text).rule).toBe('input/too-deep')
  })

  test('beyond that of any real object is read', () => {
    expect(parsedValue('{a: '.repeat(200) + '1' + '}'.repeat(200))).toBeTypeOf('object')
  })
})
