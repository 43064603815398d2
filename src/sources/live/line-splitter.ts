const NEWLINE = 0x0a

/** Puts parts of a text, wherever they were cut, together to lines, and hands on each that is whole and not empty; false as soon as a line was refused. */
export function splitLines(take: (line: string) => boolean): (part: Buffer) => boolean {
  let begun: Buffer[] = []
  return (part) => {
    let start = 0
    for (let end = part.indexOf(NEWLINE); end >= 0; end = part.indexOf(NEWLINE, start)) {
      // No byte of a longer character is a newline, so that a line is whole characters.
      const line = Buffer.concat([...begun, part.subarray(start, end)]).toString('utf8')
      begun = []
      start = end + 1
      if (line.trim() !== '' && !take(line)) return false
    }
    if (start < part.length) begun.push(part.subarray(start))
    return true
  }
}
