/** Which baseline belongs to a server: known deviations differ from release to release. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What is known of a server before its baseline is chosen. */
export interface Released {
  /** The target's name. */
  readonly name: string
  readonly aliases: readonly string[]
  /** As the server gave it, for example `0.7.3`. */
  readonly version?: string
}

/**
 * Name, without `.yaml`, of the baseline in `folder` that fits best: that of the release line
 * (`llamastack-0.7`, `ogx-1`) under the target's name or one of its aliases, else the target's.
 * If there is none yet: the name that one for this release would have.
 */
export function baselineName(server: Released, folder: string): string {
  const names = candidates(server)
  return names.find((name) => existsSync(join(folder, `${name}.yaml`))) ?? names[0] ?? server.name
}

function candidates({ name, aliases, version = '' }: Released): string[] {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined || minor === undefined || isUnreleased(version)) return [name]
  // Semantic Versioning section 4: below 1.0 a minor version may change anything.
  const own = major === '0' ? [`${major}.${minor}`] : [major, `${major}.${minor}`]
  const named = [name, ...aliases].flatMap((stem) => own.map((line) => `${stem}-${line}`))
  return [...named, name]
}

/** 0.0 is no real release: the reference reports it. */
function isUnreleased(version: string): boolean {
  return /^v?0\.0(\.|$)/.test(version)
}
