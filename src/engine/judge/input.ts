/** What a check is given of one exchange. */
import type { CheckInput } from '../../assertions/assertion.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import type { Play } from '../play/play.ts'
import type { Values } from '../play/values/values.ts'
import type { RunNonces } from '../play/values/run-nonces.ts'

interface Observed {
  readonly cell: Cell
  readonly step: PlannedStep
  readonly played: Pick<Play, 'values' | 'steps' | 'earlier' | 'repeats'>
  readonly observation: Observation
  /** What the variables of the exchange were filled with. */
  readonly values: Values
  /** The nonces of the run. */
  readonly nonces?: RunNonces | undefined
}

/** Puts together what every check of an exchange is given. */
export function inputOf({ cell, step, played, observation, values, nonces }: Observed): CheckInput {
  const { endpoint, region, model } = cell
  const expected = endpoint.expected?.(step.model.id, region, step.api)
  const key = endpoint.key?.(region)
  const repeats = [...(played.repeats?.values() ?? [])].flat()
  return {
    observation,
    repeats: played.steps.get(step.id) ?? [],
    steps: played.earlier ? new Map([...played.earlier, ...played.steps]) : played.steps,
    values: values.flat,
    everyValues: [played.values, ...repeats].map(({ flat }) => flat),
    ...(nonces && { foreignIn: (text: string) => nonces.foreignIn(cell, text) }),
    cell: {
      api: step.api,
      region,
      model: model.id,
      family: model.family,
      endpointKind: endpoint.kind,
      ...(expected !== undefined && { expected }),
      ...(key !== undefined && { key }),
    },
    profile: endpoint.profile(step.api),
    expect: step.expect,
  }
}
