import {type Fields, itemsOf} from '../../cluster/fields.ts'

/** The flags of a container, by their names: `--name=value`, `--name value`, and flags alone, also where a shell is given them in one word. */
export function readFlags({command, args}: Fields): Readonly<Record<string, string>> {
  const words = [...itemsOf(command), ...itemsOf(args)].flatMap((word) => (typeof word === 'string' ? word.split(/\s+/) : []))
  return Object.fromEntries(
    words.flatMap((word, index) => {
      const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/.exec(word) ?? []
      const next = words[index + 1]
      return name === undefined ? [] : [[name, value ?? (next === undefined || next.startsWith('-') ? 'true' : next)]]
    }),
  )
}
