import {appendFileSync} from 'node:fs'

/**
 * Notes what a live test found, a sentence with its figures: for whoever watches, and for docs/verification.md, whose generator names a file in
 * SVCSCOPE_FIGURES.
 */
export function noteFigures(sentence: string): void {
  process.stderr.write(`  ${sentence}\n`)
  const file = process.env['SVCSCOPE_FIGURES']
  if (file) appendFileSync(file, `${sentence}\n`)
}
