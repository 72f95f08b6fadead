/** Keys belong in the environment: files are committed, mailed and printed. */
import type { FileProblem } from '../../yaml/file-problem.ts'
import type { YamlFile } from '../../yaml/yaml-file.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import { namesCredential } from '../../model/text/credentials.ts'

/** Beginnings that only keys have: OpenAI, Bedrock, AWS, JSON Web Tokens, GitHub, PEM. */
const shape =
  /\bsk-[\w-]{8}|\bbedrock-api-key-|\bABSK[A-Za-z0-9+/]{8}|\b(?:AKIA|ASIA)[A-Z0-9]{12}|\beyJ[\w-]{10,}\.|\bgh[pousr]_\w{8}|-----BEGIN [A-Z ]*PRIVATE KEY|^(?:Bearer|Basic) (?!\$\{)\S/

/** Maps whose members the user names. */
const free: ReadonlySet<PropertyKey> = new Set(['headers', 'query', 'body'])

/** A problem for each value of the file that is a key, by its shape or by its name. */
export function keysIn(yaml: YamlFile, value: unknown = yaml.raw, above: Path = []): FileProblem[] {
  return findKeys(value, above).map((path) =>
    yaml.problemAt(path, 'a key must not stand in a file', {
      hint: 'set an environment variable to it and name that: ${NAME}, or keyVariable',
    }),
  )
}

function findKeys(value: unknown, path: Path): Path[] {
  if (typeof value === 'string') return isKey(value, path) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    findKeys(member, [...path, Array.isArray(value) ? Number(name) : name]),
  )
}

function isKey(value: string, path: Path): boolean {
  const bare = value.trim()
  if (shape.test(bare)) return true
  const name = path.at(-1)
  const isNamed = typeof name === 'string' && namesCredential(name)
  return isNamed && path.some((part) => free.has(part)) && bare !== '' && !bare.includes('${')
}
