/** Turns as they stand in YAML, one key each, become turns with a role. */
import type { Path } from '../data/yaml-node.ts'
import type { CaseYaml } from './format.ts'
import type { Reporter } from './reporter.ts'
import type { TurnYaml } from './step-format.ts'

/** Roles that a turn may be written with. */
const roles = ['user', 'system', 'developer', 'assistant', 'tool'] as const

/** What is wrong with a turn's keys, if anything: it must have exactly one. */
function turnProblem(turn: TurnYaml): string | undefined {
  const given = roles.filter((role) => turn[role] !== undefined)
  if (given.length === 1) return undefined
  const found = given.length === 0 ? 'none' : given.join(' and ')
  return `expected exactly one of ${roles.join(', ')} in a turn, found ${found}`
}

/** The turn with its role; templates stay as they are. */
export function toTurn(turn: TurnYaml): unknown {
  if (turn.assistant !== undefined) {
    const said = typeof turn.assistant === 'string' ? { text: turn.assistant } : turn.assistant
    return { role: 'assistant', ...said }
  }
  if (turn.tool !== undefined) {
    return { role: 'tool', toolCallId: turn.tool.id, result: turn.tool.result }
  }
  if (turn.system !== undefined) return { role: 'system', text: turn.system }
  if (turn.developer !== undefined) return { role: 'developer', text: turn.developer }
  return { role: 'user', text: turn.user }
}

/** Reports every turn of a case, wherever its conversations are written, that has not one role. */
export function checkTurns(yaml: CaseYaml, path: Path, to: Reporter): void {
  const conversations: [Path, readonly TurnYaml[] | undefined][] = [
    [path, yaml.say],
    [[...path, 'control'], yaml.control?.say],
    ...(yaml.steps ?? []).map((step, index): [Path, readonly TurnYaml[] | undefined] => [
      [...path, 'steps', index],
      step.say,
    ]),
    ...(yaml.variants ?? []).map((variant, index): [Path, readonly TurnYaml[] | undefined] => [
      [...path, 'variants', index, 'set'],
      variant.set.say,
    ]),
  ]
  for (const [at, turns = []] of conversations) {
    turns.forEach((turn, index) => {
      const problem = turnProblem(turn)
      if (problem !== undefined) to.add([...at, 'say', index], problem)
    })
  }
}
