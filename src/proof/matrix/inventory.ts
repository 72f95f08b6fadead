/** Every check of the suite and every rule, as the kill matrix counts them. */
import type { Catalogue, Check, Source } from '../../model/case.ts'
import type { Kind, Level } from '../../model/names.ts'
import { packName } from './identity.ts'
import { lastOfEach } from '../../model/lists/group-by.ts'

export interface InventoryEntry {
  /** `suite.case/check`, or `pack/check` for a protocol check. */
  readonly identity: string
  readonly level: Level
  readonly kind: Kind
  readonly rule: string
  readonly assert: string
  readonly source: Source
}

/** Each check once: those of the cases, then those of the protocol packs. */
export function inventory({ cases, packs }: Catalogue): InventoryEntry[] {
  const own = cases.flatMap((asked) =>
    asked.checks.map((check) => entry(`${asked.id}/${check.id}`, check)),
  )
  const joined = packs.flatMap(({ checks, source }) =>
    checks.map((check) => entry(`${packName(source.file)}/${check.id}`, check)),
  )
  return lastOfEach([...own, ...joined], ({ identity }) => identity)
}

function entry(identity: string, check: Omit<Check, 'step'>): InventoryEntry {
  const { level, kind, rule, assert, source } = check
  return { identity, level, kind, rule, assert, source }
}
