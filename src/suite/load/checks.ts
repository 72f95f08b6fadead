/** Turns checks in YAML into checks, or problems. */
import type { Check } from '../../model/case.ts'
import { suggest } from '../../model/text/nearest.ts'
import type { ApiName } from '../../model/names.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import { checkMembers, type CheckYaml } from '../format/check-format.ts'
import type { Reporter } from './reporter.ts'

/** A check that is not yet assigned to a step; its ids are still the author's. */
export type StepLessCheck = Omit<Check, 'step'>

/** The one key that is an assertion; reports a check without one, or with several. */
function assertionOf(yaml: CheckYaml, path: Path, to: Reporter): string | undefined {
  const [first, second] = Object.keys(yaml).filter((key) => !checkMembers.has(key))
  if (first === undefined) {
    to.add(
      path,
      `the check "${yaml.id}" asserts nothing: expected one assertion, such as status: 200`,
    )
  } else if (second !== undefined) {
    const message = `a check has one assertion: this one has "${first}" already`
    to.add([...path, second], message, { on: 'key', hint: 'write two checks' })
  }
  return first
}

function checkKind(yaml: CheckYaml, path: Path, to: Reporter): void {
  if (yaml.kind === 'behaviour' && yaml.level === 'must') {
    const message = 'a behaviour cannot be `must`: only what one exchange decides can fail a run'
    to.add([...path, 'level'], message, { hint: 'use should' })
  }
  if (yaml.floor !== undefined && yaml.kind !== 'behaviour') {
    to.add([...path, 'floor'], '`floor` needs `kind: behaviour`', { on: 'key' })
  }
}

function checkScope(yaml: CheckYaml, apis: readonly ApiName[], path: Path, to: Reporter): void {
  yaml.apis?.forEach((api, index) => {
    if (apis.includes(api)) return
    const hint = suggest(api, apis)
    const message = `"${api}" is not one of the APIs around this check`
    to.add([...path, 'apis', index], message, hint === undefined ? {} : { hint })
  })
}

/**
 * One check as plain data.
 *
 * @param raw the check as written: its arguments are kept unchanged
 * @param apis the APIs that it can be judged on
 */
export function toCheck(
  yaml: CheckYaml,
  raw: unknown,
  apis: readonly ApiName[],
  path: Path,
  to: Reporter,
): StepLessCheck {
  const assert = assertionOf(yaml, path, to) ?? ''
  checkKind(yaml, path, to)
  checkScope(yaml, apis, path, to)
  const { id, rule, kind = 'protocol', needs = [] } = yaml
  const level = yaml.level ?? (kind === 'behaviour' ? 'should' : 'must')
  const args = Object.entries(raw ?? {}).find(([key]) => key === assert)?.[1]
  return {
    id,
    level,
    kind,
    rule,
    ...(yaml.also && { also: yaml.also }),
    assert,
    args,
    ...(yaml.apis && { apis: yaml.apis }),
    needs,
    ...(yaml.floor !== undefined && { floor: yaml.floor }),
    source: to.source(path),
  }
}
