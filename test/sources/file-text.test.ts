import {randomBytes} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import {decodeText} from '../../src/sources/file-text.ts'

const text = 'name: süß ✓ 😀\n'
const utf16 = Buffer.from(text, 'utf16le')
const swapped = Buffer.from(utf16).swap16()

describe('a manifest is text', () => {
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte-order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['UTF-16, little end first, with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['UTF-16, big end first, with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped])],
  ])('in %s', (_, bytes) => {
    expect(decodeText(bytes)).toBe(text)
  })

  // kubectl decodes with U+FFFD too: golang.org/x/text's UTF8 decoder.
  test('with a comment in Latin-1, of which only the letter is lost', () => {
    expect(decodeText(Buffer.from('# caf\xe9, the manifest of the coffee machine\na: 1\n', 'latin1'))).toBe(
      '# caf\ufffd, the manifest of the coffee machine\na: 1\n',
    )
  })

  test('when it is empty', () => {
    expect(decodeText(Buffer.alloc(0))).toBe('')
  })
})

describe('bytes are no text', () => {
  test.each([
    ['random ones', randomBytes(100_000)],
    ['a NUL among letters', Buffer.from('a: 1\n\0\n')],
    ['UTF-16 without a mark', utf16],
    ['a gzip header', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
    ['a PNG header', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    ['nothing but the upper half of Latin-1', Buffer.alloc(1000, 0xe9)],
  ])('%s', (_, bytes) => {
    expect(decodeText(bytes)).toBeUndefined()
  })
})
