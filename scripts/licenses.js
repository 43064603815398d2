import {existsSync, readdirSync, readFileSync} from 'node:fs'

/** The licences of every package that a bundle contains, as its authors ask: the notices travel with their code. */
export function collectLicenses(root, metafile) {
  const folders = new Set(Object.keys(metafile.inputs).flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []))
  return [...folders]
    .sort()
    .map((folder) => {
      const {name, version, license} = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'))
      const file = readdirSync(root + folder).find((entry) => /^licen[cs]e/i.test(entry))
      const text =
        file && existsSync(`${root}${folder}/${file}`)
          ? readFileSync(`${root}${folder}/${file}`, 'utf8').trim()
          : 'No licence file in the package.'
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}
