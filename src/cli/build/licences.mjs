/** The licences of the libraries that a bundle holds. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Name, version and licence of each package.
 *
 * @param {string} root of this project
 * @param {readonly string[]} files of the bundle, below the root
 * @returns {string}
 */
export function licences(root, files) {
  const folders = files.flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(file)?.[0] ?? [],
  )
  const texts = [...new Set(folders)].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    )
    const file = readdirSync(join(root, folder)).find((entry) => /^(?:un)?licen[cs]e/iu.test(entry))
    const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim()
    return { title: `${name} ${version} (${license})`, text }
  })
  // Many packages of one author have the same text.
  return [...grouped(texts)]
    .map(([text, held]) => `${held.map(({ title }) => title).join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(72)}\n\n`)
}

/**
 * @param {readonly { title: string, text: string }[]} texts
 * @returns {Map<string, { title: string, text: string }[]>}
 */
function grouped(texts) {
  const byText = new Map()
  for (const one of texts) byText.set(one.text, [...(byText.get(one.text) ?? []), one])
  return byText
}
