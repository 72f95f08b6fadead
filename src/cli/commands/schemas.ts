/** `schemas`: writes the JSON Schemas of the YAML files, for editor completion. */
import { join } from 'node:path'
import { pathFrom } from '../../model/text/path.ts'
import { assertions } from '../../assertions/registry.ts'
import { configurationSchema } from '../../configuration/format.ts'
import { partSchema } from '../../e2e/part/format.ts'
import { writeNamed } from '../../engine/report/save/write-named.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { isClone, packageRoot } from '../../model/package.ts'
import { generateSchemas } from '../../suite/format/json-schema.ts'
import { baselineSchema } from '../../target/files/baseline-format.ts'
import { profileSchema } from '../../target/files/profile-format.ts'
import { regionSchema } from '../../target/files/region-format.ts'
import { targetSchema } from '../../target/own/own-format.ts'
import type { Define } from '../flags.ts'

/** Flags of `schemas`. */
export const define: Define = (command, finish) => {
  command
    .option(
      '--directory <dir>',
      `where to write them (default: ${isClone ? 'fixtures/schemas' : 'schemas'})`,
    )
    .action(async ({ directory }) => {
      finish(await schemas(directory ?? usualDirectory))
    })
}

/** An installed package is not written to. */
const usualDirectory = isClone ? join(packageRoot, 'fixtures', 'schemas') : 'schemas'

/** The schema of every kind of file that people write, by its name. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const made = {
    baseline: baselineSchema(),
    configuration: configurationSchema(),
    part: partSchema(),
    profile: profileSchema(),
    regions: regionSchema(),
    target: targetSchema(),
  }
  const more = Object.entries(made).map(([name, schema]): [string, string] => [
    `${name}.schema.json`,
    `${JSON.stringify(schema, null, 2)}\n`,
  ])
  return new Map([...generateSchemas(assertions), ...more])
}

/** Writes the schemas and names them. Returns the exit code. */
async function schemas(directory: string): Promise<number> {
  for (const [name, text] of schemaFiles()) {
    await writeNamed('--directory', join(directory, name), text)
    process.stdout.write(`${pathFrom(join(directory, name))}\n`)
  }
  return exitCodes.conformant
}
