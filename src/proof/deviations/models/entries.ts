/** Entries of the list of models are wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'
import { gone, inBody, set } from '../edits/path.ts'
import { apis, endpoints } from '../scopes.ts'

export const modelsEntries: readonly Deviation[] = [
  {
    id: 'model-alone-differs',
    kind: 'mutant',
    about: 'A model asked for by id has another owner than in the list.',
    seen: ['MD-03', 'ogx#5499'],
    apis: apis.models,
    kills: ['models.get/as-listed'],
    hooks: {
      body: (body) =>
        asObject(body)['object'] === 'model' ? withMembers(body, { owned_by: 'nobody' }) : body,
    },
  },
  {
    id: 'list-created-text',
    kind: 'mutant',
    about: 'The `created` of a model is a date in words.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['*/response-schema'],
    hooks: { body: inBody('data/*/created', set('2025-11-30T00:00:00Z')) },
  },
  {
    id: 'list-created-milliseconds',
    kind: 'mutant',
    about: 'The `created` of a model is in milliseconds.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['models.list/created-in-seconds'],
    also: ['models.get/as-listed'],
    hooks: { body: inBody('data/*/created', (created) => Number(created) * 1000) },
  },
  {
    id: 'list-created-missing',
    kind: 'mutant',
    about: 'Entries of the list have no `created`.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['*/response-schema'],
    hooks: { body: inBody('data/*/created', gone) },
  },
  {
    id: 'list-owner-missing',
    kind: 'mutant',
    about: 'Entries of the list have no owner.',
    seen: ['MD-01'],
    apis: apis.models,
    kills: ['*/response-schema'],
    hooks: { body: inBody('data/*/owned_by', gone) },
  },
  {
    id: 'provider-lost',
    kind: 'mutant',
    about: 'Models do not name their provider.',
    seen: ['MD-03'],
    endpoints: endpoints.llamaStack,
    apis: apis.models,
    kills: ['models.bedrock-provider/provider-id'],
    hooks: { body: inBody('data/*/custom_metadata', gone) },
  },
  {
    id: 'provider-renamed',
    kind: 'mutant',
    about: 'Models name another provider.',
    seen: ['MD-03'],
    endpoints: endpoints.llamaStack,
    apis: apis.models,
    kills: ['models.bedrock-provider/provider-id'],
    hooks: { body: inBody('data/*/custom_metadata/provider_id', set('vllm')) },
  },
]
