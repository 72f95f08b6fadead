/** The reference on a process of its own. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { packageRoot } from '../../model/package.ts'

/** What the reference prints when it listens. */
interface Started {
  readonly llamaStack: string
  readonly bedrock: string
  /** Works in the region `us-west-2` alone. */
  readonly key: string
}

/** Starts the reference, and stops it when `use` has ended. */
export async function withServer<T>(
  flags: readonly string[],
  use: (started: Started) => Promise<T>,
): Promise<T> {
  const launch = join(packageRoot, 'src/cli/launch.mjs')
  const server = spawn(process.execPath, [launch, 'bin', 'serve', ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [line] = (await once(createInterface(server.stdout))) as [string]
    return await use(JSON.parse(line) as Started)
  } finally {
    server.kill()
  }
}

async function once(lines: ReturnType<typeof createInterface>): Promise<string[]> {
  return new Promise((resolve) => void lines.once('line', (line) => resolve([line])))
}
