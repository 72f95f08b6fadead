/** Checks of the list of models (ListModelsResponse). */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { cameBefore } from '../../model/lists/lists.ts'
import { isObject, listOf, type Members } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, unsaid } from '../outcome.ts'
import { callable } from './callable.ts'
import { modelAsListed } from './as-listed.ts'
import { sameJson } from '../json/same-json.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'

const listArgs = z.strictObject({
  contains: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  unique: z.literal(true).optional(),
  nonEmpty: z.literal(true).optional(),
  /** Members of custom_metadata of each contained model, or of at least one where none is named. */
  metadata: z.record(z.string(), z.unknown()).optional(),
})

type ListArgs = z.infer<typeof listArgs>

const modelsList = defineAssertion({
  name: 'models-list',
  about: 'The list of models can be read and holds these models, each once.',
  args: z.union([z.literal(true), listArgs]),
  reads: { body: 'neither' },
  judge: (given, { observation }) => {
    const args: ListArgs = given === true ? { nonEmpty: true, unique: true } : given
    const json = observation.body?.json
    if (json === undefined) return unsaid('The body is not JSON.')
    const data = isObject(json) ? json['data'] : undefined
    if (!Array.isArray(data)) {
      const message = 'The list of models has no data.'
      const at = { pointer: '/data' }
      return judged([finding('models.not-a-list', message, 'a list under data', excerpt(json), at)])
    }
    const models = listOf(data).filter(isObject)
    return judged([
      args.nonEmpty === true && models.length === 0 ? empty() : undefined,
      args.unique === true ? repeated(models) : undefined,
      ...missing(args, models),
      ...strangers(args, models),
    ])
  },
})

export const modelAssertions: readonly Assertion[] = [modelsList, modelAsListed, callable]

function empty(): Finding {
  const message = 'The list of models is empty.'
  return finding('models.empty', message, 'at least one model', '[]', { pointer: '/data' })
}

function repeated(models: readonly Members[]): Finding | undefined {
  const ids = models.map(({ id }) => id)
  const index = cameBefore(ids).indexOf(true)
  if (index < 0) return undefined
  const message = 'The list of models has an id twice.'
  return finding('models.repeated', message, 'every id once', excerpt(ids[index]), {
    pointer: `/data/${index}/id`,
  })
}

function missing({ contains }: ListArgs, models: readonly Members[]): readonly Finding[] {
  return wanted(contains)
    .filter((id) => !models.some((model) => model['id'] === id))
    .map((id) => {
      const ids = models.map((model) => model['id']).join(', ')
      const message = `The list of models lacks ${id}.`
      return finding('models.missing', message, excerpt(id), excerpt(ids), { pointer: '/data' })
    })
}

function strangers(args: ListArgs, models: readonly Members[]): readonly Finding[] {
  const { metadata } = args
  if (metadata === undefined) return []
  const named = wanted(args.contains)
  const listed =
    named.length === 0 ? models : models.filter((model) => named.includes(String(model['id'])))
  const wrong = listed.filter((model) => !has(model['custom_metadata'], metadata))
  const isEnough = named.length === 0 ? wrong.length < listed.length : wrong.length === 0
  if (isEnough) return []
  const first = wrong[0]
  const message = `The model ${excerpt(first?.['id'])} has other custom_metadata.`
  const pointer = `/data/${first === undefined ? 0 : models.indexOf(first)}/custom_metadata`
  const received = excerpt(first?.['custom_metadata'])
  return [finding('models.metadata', message, excerpt(metadata), received, { pointer })]
}

function has(given: unknown, wished: Members): boolean {
  return (
    isObject(given) && Object.entries(wished).every(([name, value]) => sameJson(given[name], value))
  )
}

function wanted(contains: ListArgs['contains']): readonly string[] {
  return contains === undefined ? [] : [contains].flat()
}
