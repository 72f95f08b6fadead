/** Whether a single model is the entry that the list of models has of it (Model). */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { isObject, listOf } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, unsaid } from '../outcome.ts'
import { sameJson } from '../json/same-json.ts'
import { finding } from '../../model/findings/finding.ts'

/** `created` is left out: some servers give the time of the call. */
const members = ['id', 'object', 'owned_by'] as const

export const modelAsListed = defineAssertion({
  name: 'model-as-listed',
  about: 'The model is the entry of the list that another step got: same id, object and owner.',
  args: z.strictObject({ list: z.string() }),
  reads: { body: 'neither', steps: true },
  judge: ({ list }, { observation, steps, cell }) => {
    const model = observation.body?.json
    if (!isObject(model)) return unsaid('The body is no JSON object.')
    const listed = (steps.get(list) ?? [])
      .flatMap(({ body }) => (isObject(body?.json) ? listOf(body.json['data']) : []))
      .filter(isObject)
    if (listed.length === 0) return unsaid(`Step ${list} lists no model.`)
    const entry = listed.find(({ id }) => id === cell.model)
    if (entry === undefined) return unsaid(`Step ${list} does not list ${cell.model}.`)
    return judged(
      members
        .filter((name) => !sameJson(model[name], entry[name]))
        .map((name) =>
          finding(
            'models.not-as-listed',
            `The member ${name} is not that of the list.`,
            `${excerpt(entry[name])}, as in step ${list}`,
            excerpt(model[name]),
            { pointer: `/${name}` },
          ),
        ),
    )
  },
})
