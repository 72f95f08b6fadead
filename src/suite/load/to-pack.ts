/** Turns a protocol pack in YAML into a pack, or problems. */
import type { ProtocolPack } from '../../model/case.ts'
import { toCheck } from './checks.ts'
import type { PackYaml } from '../format/format.ts'
import { checkArgs } from './references.ts'
import type { Reporter } from './reporter.ts'

/** A pack joins every case, so its templates may name nothing that only one case has. */
const noNames = { steps: [], saved: [], nonces: [], items: undefined }

/** A protocol pack as plain data. */
export function toPack(yaml: PackYaml, raw: unknown, to: Reporter): ProtocolPack {
  const rawChecks = Object.entries(raw ?? {}).find(([key]) => key === 'checks')?.[1]
  const entries: readonly unknown[] = Array.isArray(rawChecks) ? rawChecks : []
  const checks = yaml.checks.map((entry, index) => {
    const path = ['checks', index]
    const check = toCheck(entry, entries[index], yaml.apis, path, to)
    checkArgs(check, noNames, path, to)
    return check
  })
  return {
    apis: yaml.apis,
    outcome: yaml.outcome,
    families: yaml.families ?? [],
    endpoints: yaml.endpoints ?? [],
    checks,
    source: to.source([]),
  }
}
