/** The list of models has the wrong form. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { gone, inBody, set } from '../edits/path.ts'
import { apis, endpoints } from '../scopes.ts'

export const modelsList: readonly Deviation[] = [
  {
    id: 'list-with-ghost',
    kind: 'mutant',
    about: 'The list has a model that cannot be called.',
    seen: ['MD-04', 'D62'],
    endpoints: endpoints.openai,
    kills: ['models.listed-callable/callable'],
    hooks: { models: (models) => [{ ...asObject(models[0]), id: 'openai.gpt-ghost' }, ...models] },
  },
  {
    id: 'models-gone',
    kind: 'mutant',
    about: 'No model is offered in any region.',
    seen: ['RG-02'],
    kills: ['*/status', 'availability.call/where-expected'],
    also: ['*'],
    hooks: {
      access: (access) => (access === 'available' ? 'not-in-region' : access),
      models: () => [],
    },
  },
  {
    id: 'models-without-ids',
    kind: 'mutant',
    about: 'Entries of the list of models have no id.',
    seen: ['MD-01'],
    kills: ['*/response-schema', 'models.list/holds-the-model'],
    hooks: {
      models: (models) =>
        models.map((entry) => ({ ...(entry as object), id: undefined, modelId: undefined })),
    },
  },
  {
    id: 'list-object-missing',
    kind: 'mutant',
    about: 'The list of models has no `object`.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['*/response-schema'],
    hooks: { body: inBody('object', gone) },
  },
  {
    id: 'list-bare',
    kind: 'mutant',
    about: 'The list of models is a bare array.',
    seen: ['MD-01', 'ogx#5221'],
    apis: apis.models,
    kills: ['*/response-schema'],
    also: ['models.list/holds-the-model'],
    hooks: {
      body: (body, call) => (call.failure ? body : (asObject(body)['data'] ?? body)),
    },
  },
  {
    id: 'list-named-models',
    kind: 'mutant',
    about: 'The list is in a member `models`.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['*/response-schema'],
    also: ['models.list/holds-the-model'],
    hooks: {
      body: (body, call) => {
        const { data } = asObject(body)
        return call.failure || data === undefined ? body : { object: 'list', models: data }
      },
    },
  },
  {
    id: 'list-of-ids',
    kind: 'mutant',
    about: 'The list has ids instead of models.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['*/response-schema'],
    also: ['models.list/holds-the-model'],
    hooks: { body: inBody('data/*', (model) => asObject(model)['id']) },
  },
  {
    id: 'list-by-id',
    kind: 'mutant',
    about: 'The list is an object with ids as names.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['*/response-schema'],
    also: ['models.list/holds-the-model'],
    hooks: {
      body: inBody('data', (data) =>
        Object.fromEntries(asArray(data).map((one) => [String(asObject(one)['id']), one])),
      ),
    },
  },
  {
    id: 'list-repeats',
    kind: 'mutant',
    about: 'Every model is listed twice.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['models.list/holds-the-model'],
    hooks: { models: (all) => [...all, ...all] },
  },
  {
    id: 'list-without-model',
    kind: 'mutant',
    about: 'The model that answers is not listed.',
    seen: ['MD-02'],
    apis: apis.models,
    kills: ['models.list/holds-the-model'],
    hooks: { models: (all) => all.slice(0, 0) },
  },
  {
    id: 'list-object-wrong',
    kind: 'mutant',
    about: 'The `object` of entries is list.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['*/response-schema'],
    hooks: { body: inBody('data/*/object', set('list')) },
  },
]
