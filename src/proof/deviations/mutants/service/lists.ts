/** Lists of models that break their form or their promise. */
import type { Api } from '../../../../reference/call.ts'
import { asArray, asObject } from '../../../../reference/json.ts'
import { mutant } from '../../edit.ts'
import { gone, inBody, set } from '../../reach.ts'

const models: { readonly apis: readonly Api[] } = { apis: ['openai-models'] }
const schema = ['*/response-schema']

export const listMutants = [
  mutant(
    'list-object-missing',
    'The list of models does not call itself a list.',
    ['MD-01'],
    { body: inBody('object', gone) },
    { kills: schema, ...models },
  ),
  mutant(
    'list-bare',
    'The list of models is a bare list.',
    ['MD-01', 'ogx#5221'],
    {
      body: (body, call) => (call.failure ? body : (asObject(body)['data'] ?? body)),
    },
    { also: ['models.list/holds-the-model'], kills: schema, ...models },
  ),
  mutant(
    'list-named-models',
    'The list stands in a member models.',
    ['MD-01'],
    {
      body: (body, call) => {
        const { data } = asObject(body)
        return call.failure || data === undefined ? body : { object: 'list', models: data }
      },
    },
    { also: ['models.list/holds-the-model'], kills: schema, ...models },
  ),
  mutant(
    'list-of-ids',
    'The list holds ids, not models.',
    ['MD-01'],
    { body: inBody('data/*', (model) => asObject(model)['id']) },
    { also: ['models.list/holds-the-model'], kills: schema, ...models },
  ),
  mutant(
    'list-by-id',
    'The list is an object with ids for names.',
    ['MD-01'],
    {
      body: inBody('data', (data) =>
        Object.fromEntries(asArray(data).map((one) => [String(asObject(one)['id']), one])),
      ),
    },
    { also: ['models.list/holds-the-model'], kills: schema, ...models },
  ),
  mutant(
    'list-repeats',
    'Every model is listed twice.',
    ['MD-01'],
    { models: (all) => [...all, ...all] },
    { kills: ['models.list/holds-the-model'], ...models },
  ),
  mutant(
    'list-without-model',
    'The model that answers is not listed.',
    ['MD-02'],
    { models: (all) => all.slice(0, 0) },
    { kills: ['models.list/holds-the-model'], ...models },
  ),
  mutant(
    'list-object-wrong',
    'Entries of the list call themselves list.',
    ['MD-01'],
    { body: inBody('data/*/object', set('list')) },
    { kills: schema, ...models },
  ),
  mutant(
    'list-created-text',
    'The time of a model is a date in words.',
    ['MD-01'],
    { body: inBody('data/*/created', set('2025-11-30T00:00:00Z')) },
    { kills: schema, ...models },
  ),
  mutant(
    'list-created-missing',
    'Entries of the list have no time.',
    ['MD-01'],
    { body: inBody('data/*/created', gone) },
    { kills: schema, ...models },
  ),
  mutant(
    'list-owner-missing',
    'Entries of the list have no owner.',
    ['MD-01'],
    { body: inBody('data/*/owned_by', gone) },
    { kills: schema, ...models },
  ),
  mutant(
    'provider-lost',
    'Models do not say which provider serves them.',
    ['MD-03'],
    { body: inBody('data/*/custom_metadata', gone) },
    { kills: ['models.bedrock-provider/provider-id'], fronts: ['llama-stack'], ...models },
  ),
  mutant(
    'provider-renamed',
    'Models say that another provider serves them.',
    ['MD-03'],
    { body: inBody('data/*/custom_metadata/provider_id', set('vllm')) },
    { kills: ['models.bedrock-provider/provider-id'], fronts: ['llama-stack'], ...models },
  ),
]
