/** `schemas`: updates the JSON Schemas of the YAML files, for editor completion. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assertions } from '../../assertions/registry.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { generateSchemas } from '../../suite/format/json-schema.ts'
import { baselineSchema } from '../../target/files/baseline-format.ts'
import { packageRoot } from '../../model/package.ts'
import type { Define } from '../flags.ts'

/** Flags of `schemas`. */
export const define: Define = (command, finish) => {
  command.action(async () => {
    finish(await schemas())
  })
}

/** Writes the generated schemas and names them. Returns the exit code. */
export async function schemas(): Promise<number> {
  const directory = join(packageRoot, 'fixtures', 'schemas')
  await mkdir(directory, { recursive: true })
  const baseline = `${JSON.stringify(baselineSchema(), null, 2)}\n`
  const all = new Map([...generateSchemas(assertions), ['baseline.schema.json', baseline]])
  for (const [name, text] of all) {
    await writeFile(join(directory, name), text)
    process.stdout.write(`fixtures/schemas/${name}\n`)
  }
  return exitCodes.conformant
}
