/** Converts turns in YAML, one key each, to turns with a role. */
import type { Path } from '../../yaml/yaml-node.ts'
import type { CaseYaml } from '../format/format.ts'
import type { Reporter } from './reporter.ts'
import type { RepeatedYaml, TurnYaml } from '../format/step-format.ts'

/** Roles that a turn may be written with. */
const roles = ['user', 'system', 'developer', 'assistant', 'tool'] as const

/** Describes the mistake when a turn does not have exactly one key. */
function turnProblem(turn: TurnYaml): string | undefined {
  const given = roles.filter((role) => turn[role] !== undefined)
  if (given.length === 1) return undefined
  const found = given.length === 0 ? 'none' : given.join(' and ')
  return `expected exactly one of ${roles.join(', ')} in a turn, found ${found}`
}

type EntryYaml = TurnYaml | RepeatedYaml

/** Every turn with its role, repeated ones spelled out; other templates stay as they are. */
export function toTurns(say: readonly EntryYaml[]): unknown[] {
  return say.flatMap((entry) => ('turns' in entry ? spelledOut(entry) : [toTurn(entry)]))
}

function spelledOut({ times, turns }: RepeatedYaml): unknown[] {
  const written = turns.map((turn) => toTurn(turn))
  return Array.from({ length: times }, (_, index) =>
    written.map((turn) => counted(turn, index + 1)),
  ).flat()
}

/** The counter, and what stands for a plain `${`. */
const counters = /\$\$\{|\$\{turn\}/g

/** Fills in only the counter: other variables have no value yet. */
function counted(value: unknown, turn: number): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(counters, (found) => (found === '$${' ? found : String(turn)))
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => counted(item, turn))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, counted(item, turn)]))
}

function toTurn(turn: TurnYaml): unknown {
  if (turn.assistant !== undefined) {
    const stated = typeof turn.assistant === 'string' ? { text: turn.assistant } : turn.assistant
    return { role: 'assistant', ...stated }
  }
  if (turn.tool !== undefined) {
    return { role: 'tool', toolCallId: turn.tool.id, result: turn.tool.result }
  }
  if (turn.system !== undefined) return { role: 'system', text: turn.system }
  if (turn.developer !== undefined) return { role: 'developer', text: turn.developer }
  return { role: 'user', text: turn.user }
}

function checkEntry(entry: EntryYaml, path: Path, to: Reporter): void {
  if ('turns' in entry) {
    entry.turns.forEach((turn, index) => checkEntry(turn, [...path, 'turns', index], to))
    return
  }
  const problem = turnProblem(entry)
  if (problem !== undefined) to.add(path, problem)
}

/** Reports every turn of a case, wherever its conversations are written, that has not one role. */
export function checkTurns(yaml: CaseYaml, path: Path, to: Reporter): void {
  const conversations: [Path, readonly EntryYaml[] | undefined][] = [
    [path, yaml.say],
    [[...path, 'control'], yaml.control?.say],
    ...(yaml.steps ?? []).map((step, index): [Path, readonly EntryYaml[] | undefined] => [
      [...path, 'steps', index],
      step.say,
    ]),
    ...(yaml.variants ?? []).map((variant, index): [Path, readonly EntryYaml[] | undefined] => [
      [...path, 'variants', index, 'set'],
      variant.set.say,
    ]),
  ]
  for (const [at, turns = []] of conversations) {
    turns.forEach((entry, index) => checkEntry(entry, [...at, 'say', index], to))
  }
}
