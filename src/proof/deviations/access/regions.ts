/** Models, profiles and regions do not match. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { withMembers, without } from '../edits/members.ts'
import { apis, endpoints } from '../scopes.ts'

function ofLlama(path: string): boolean {
  return path.includes('llama3')
}

export const accessRegions: readonly Deviation[] = [
  {
    id: 'llama-denied-outside-us-east-2',
    kind: 'mutant',
    about: 'The Llama profile is listed in three regions and can be called in one.',
    seen: ['D62', 'amazon-bedrock-copilot-chat#396'],
    kills: ['rule:walkthrough.listed-versus-callable'],
    hooks: {
      access: (access, call) =>
        access === 'available' &&
        ofLlama(call.path) &&
        call.region !== 'us-east-2' &&
        call.endpoint !== 'control'
          ? 'denied'
          : access,
    },
  },
  {
    id: 'model-denied',
    kind: 'mutant',
    about: 'No model can be called: access is denied.',
    seen: ['D58', 'ogx#2595'],
    kills: ['*/status'],
    also: ['*'],
    hooks: {
      access: (access) => (access === 'available' ? 'denied' : access),
    },
  },
  {
    id: 'models-everywhere',
    kind: 'mutant',
    about: 'Models answer in regions that do not have them.',
    seen: ['RG-03'],
    kills: ['availability.call/nowhere-else'],
    hooks: { access: (access) => (access === 'not-in-region' ? 'available' : access) },
  },
  {
    id: 'bare-id-refused-dumbly',
    kind: 'mutant',
    about: 'A model that needs a profile is refused as unknown.',
    seen: ['RG-05', 'ogx#3370'],
    kills: ['regions.bare-id/names-the-profile'],
    also: ['*/refused'],
    hooks: {
      error: (failure) =>
        /throughput/u.test(failure.message)
          ? { ...failure, message: 'The provided model identifier is invalid.' }
          : failure,
    },
  },
  {
    id: 'gpt-oss-denied',
    kind: 'mutant',
    about: 'gpt-oss is listed as available and authorised and cannot be called.',
    seen: ['D62'],
    kills: ['rule:bedrock.control.availability', 'availability.foundation-model/*'],
    also: ['*/refused', '*/status', 'credentials.signed/let-in'],
    hooks: {
      access: (access, call) =>
        access === 'available' && call.endpoint === 'runtime' && call.path.includes('gpt-oss')
          ? 'denied'
          : access,
    },
  },
  {
    id: 'members-by-region',
    kind: 'mutant',
    about: 'Answers of western regions have no usage.',
    seen: ['RG-06'],
    endpoints: endpoints.bedrock,
    kills: ['rule:bedrock.regions.same-shape'],
    also: [
      '*/message-schema',
      '*/message-usage',
      '*/nova-schema',
      '*/latency',
      '*/response-schema',
      '*/usage',
    ],
    hooks: {
      body: (body, call) =>
        call.failure || !call.region.includes('west') ? body : without(body, 'usage', 'metrics'),
    },
  },
  {
    id: 'bare-ids-refused',
    kind: 'mutant',
    about: 'Bare model ids are refused; each model needs its profile.',
    seen: ['RG-05', 'D63'],
    endpoints: endpoints.runtime,
    kills: ['regions.bare-id/where-expected'],
    hooks: {
      access: (access, call) =>
        access === 'available' && call.path.includes('/meta.llama') ? 'needs-profile' : access,
    },
  },
  {
    id: 'endpoint-flipped',
    kind: 'mutant',
    about: 'The runtime accepts the ids of mantle and refuses its own.',
    seen: ['D73', 'ogx#4946', 'ogx#5388'],
    endpoints: endpoints.runtime,
    apis: apis.chat,
    kills: ['model-ids.mantle-id-on-runtime/not-answered', '*/status'],
    also: ['*'],
    hooks: {
      request: (request) => {
        const model = asObject(request)['model']
        if (model === 'openai.gpt-oss-20b') {
          return withMembers(request, { model: 'openai.gpt-oss-20b-1:0' })
        }
        return model === 'openai.gpt-oss-20b-1:0'
          ? refuse(404, 'unknown-model', `The model '${model}' does not exist`)
          : request
      },
    },
  },
  {
    id: 'bare-ids-served',
    kind: 'oddity',
    about: 'A model also answers to its id without provider prefix.',
    seen: ['ogx-ai/ogx#2709'],
    endpoints: endpoints.llamaStack,
    apis: apis.chat,
    sees: ['llama-stack.bare-id/*'],
    hooks: {
      request: (request) =>
        asObject(request)['model'] === 'openai.gpt-oss-20b-1:0'
          ? { ...asObject(request), model: 'bedrock/openai.gpt-oss-20b-1:0' }
          : request,
    },
  },
]
