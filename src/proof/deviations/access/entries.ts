/** What the control plane lists, or answers of one model or profile, is not as the service does it. */
import type { Call } from '../../../reference/call.ts'
import { refuse } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { inHeader } from '../edits/headers.ts'
import { atPath, type Edit, gone, inBody } from '../edits/path.ts'
import { endpoints } from '../scopes.ts'

const profiles = ['', 'inferenceProfileSummaries/*/']

/** The same change in a profile and in a list of them. */
function inProfiles(member: string, edit: Edit) {
  return {
    body: (body: unknown, call: Call): unknown =>
      call.failure
        ? body
        : profiles.reduce((json, prefix) => atPath(json, `${prefix}${member}`, edit), body),
  }
}

const members = { kind: 'mutant', endpoints: endpoints.control, kills: ['*/members'] } as const
const entries = { kind: 'mutant', endpoints: endpoints.control, kills: ['*/entries'] } as const

/** An ARN with this region, whichever it had. */
function ofOneRegion(arn: unknown): string {
  return String(arn).replace(/(?<=:bedrock:)[^:]*/u, 'ap-south-1')
}

const isList = ({ path }: Call): boolean => /^\/[a-z-]+$/u.test(path)

/** Intercepts what asks for one profile. */
function onOne(answer: () => never): Hooks {
  return {
    intercept: (given, { path }) => (/profiles\/./u.test(path) ? answer() : given),
  }
}

const words = ['authorizationStatus', 'entitlementAvailability', 'regionAvailability']

export const accessEntries: readonly Deviation[] = [
  {
    ...members,
    id: 'profile-status-available',
    about: 'The status of profiles is AVAILABLE.',
    seen: ['RG-04'],
    hooks: inProfiles('status', (status) => (status === 'ACTIVE' ? 'AVAILABLE' : status)),
  },
  {
    ...members,
    id: 'profile-unnamed',
    about: 'Profiles have no name.',
    seen: ['RG-04'],
    hooks: inProfiles('inferenceProfileName', gone),
  },
  {
    ...members,
    id: 'profile-in-snake-case',
    about: 'Members of the control plane are in snake case.',
    seen: ['RG-04'],
    also: ['regions.*', 'availability.*', 'converse-answers.profile-arn-in-path/*'],
    hooks: { body: (body, call) => (call.failure ? body : inSnakeCase(body)) },
  },
  {
    ...members,
    id: 'profile-models-as-ids',
    about: 'The models of a profile are ARNs, not objects that have them.',
    seen: ['RG-04'],
    also: ['*/profile.destinations'],
    hooks: inProfiles('models/*', (model) => asObject(model)['modelArn']),
  },
  {
    ...members,
    id: 'model-without-arn',
    about: 'Models of the list have no ARN.',
    seen: ['RG-04'],
    hooks: { body: inBody('modelSummaries/*/modelArn', gone) },
  },
  {
    ...members,
    id: 'model-arns-as-ids',
    about: 'The ARN of a model in the list is its id.',
    seen: ['RG-04'],
    hooks: {
      body: inBody('modelSummaries/*/modelArn', (arn) => String(arn).replace(/^.*\//u, '')),
    },
  },
  {
    ...members,
    id: 'availability-in-lower-case',
    about: 'The words of an availability are in lower case.',
    seen: ['RG-04'],
    also: ['availability.foundation-model/*'],
    hooks: {
      body: (body, call) =>
        call.failure
          ? body
          : words.reduce(
              (json, word) => atPath(json, word, (value) => String(value).toLowerCase()),
              body,
            ),
    },
  },
  {
    ...entries,
    id: 'models-of-one-region',
    about: 'ARNs of models name one region, whichever is asked.',
    seen: ['RG-03'],
    hooks: {
      body: inBody('modelSummaries/*/modelArn', ofOneRegion),
    },
  },
  {
    ...entries,
    id: 'model-arn-of-another',
    about: 'The ARN of a model is that of another.',
    seen: ['RG-04'],
    hooks: {
      body: inBody('modelSummaries/*/modelArn', (arn) =>
        String(arn).replace(/[^/]+$/u, 'other-v1'),
      ),
    },
  },
  {
    ...entries,
    id: 'profile-id-of-its-model',
    about: 'A profile has the id of its model.',
    seen: ['RG-04'],
    also: ['*/called.listed-is-callable'],
    hooks: inProfiles('inferenceProfileId', (id) => String(id).replace(/^[a-z]+\./u, '')),
  },
  {
    ...entries,
    id: 'availability-of-another',
    about: 'The availability is that of another model than was asked for.',
    seen: ['RG-04'],
    hooks: {
      body: (body, call) =>
        isObject(body) && 'regionAvailability' in body && !call.failure
          ? { ...body, modelId: 'amazon.other-v1' }
          : body,
    },
  },
  {
    ...entries,
    id: 'inference-type-unheeded',
    about: 'The list has models that are called by their profiles alone, whatever is asked for.',
    seen: ['RG-05'],
    hooks: {
      models: (given) => {
        const [first] = given
        const isModel = isObject(first) && 'modelId' in first
        return isModel ? [...given, { ...first, inferenceTypesSupported: ['PROVISIONED'] }] : given
      },
    },
  },
  {
    ...entries,
    id: 'profile-listed-not-found',
    about: 'A profile that is listed is not found by its id.',
    seen: ['RG-03'],
    kills: ['*/listed-is-found'],
    also: ['converse-answers.profile-arn-in-path/*'],
    hooks: onOne(() => refuse(404, 'unknown-resource', 'The inference profile was not found.')),
  },
  {
    ...members,
    id: 'profiles-listed-briefly',
    about: 'The list of profiles has their ids and ARNs alone.',
    seen: ['RG-04'],
    kills: ['*/listed.members'],
    hooks: {
      body: inBody('inferenceProfileSummaries/*', (one) => {
        const { inferenceProfileId, inferenceProfileArn } = asObject(one)
        return { inferenceProfileId, inferenceProfileArn }
      }),
    },
  },
  {
    ...members,
    id: 'profiles-listed-of-one-region',
    about: 'ARNs in the list of profiles name one region, whichever is asked.',
    seen: ['RG-03'],
    kills: ['*/listed.entries'],
    hooks: {
      body: inBody('inferenceProfileSummaries/*/inferenceProfileArn', ofOneRegion),
    },
  },
  {
    ...members,
    id: 'lists-created',
    about: 'Lists of the control plane are answered 201.',
    seen: ['RG-04'],
    kills: ['*/listed.granted'],
    hooks: { status: (status, call) => (status === 200 && isList(call) ? 201 : status) },
  },
  {
    ...members,
    id: 'lists-as-text',
    about: 'Lists of the control plane are called text.',
    seen: ['D33'],
    kills: ['*/listed.granted'],
    hooks: {
      headers: (headers, call) =>
        isList(call) && !call.failure
          ? inHeader('Content-Type', () => 'text/plain')(headers)
          : headers,
    },
  },
  {
    id: 'control-says-more',
    kind: 'oddity',
    about:
      'The control plane has times, new words and unknown members, and null where it has nothing.',
    seen: ['RG-04'],
    endpoints: endpoints.control,
    sees: ['*/members', '*/entries', '*/granted', 'regions.*', 'availability.*'],
    hooks: {
      body: (body, call) => (call.failure || !isObject(body) ? body : talkative(body)),
    },
  },
]

function inSnakeCase(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(inSnakeCase)
  if (!isObject(json)) return json
  const renamed = Object.entries(json).map(([name, value]) => [
    name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`),
    inSnakeCase(value),
  ])
  return Object.fromEntries(renamed)
}

const times = { createdAt: '2024-08-26T00:00:00.123Z', updatedAt: '2025-05-01T00:00:00+00:00' }

function talkative(body: Readonly<Record<string, unknown>>): unknown {
  const profiled = atPath(body, 'inferenceProfileSummaries/*', (one) => ({
    ...asObject(one),
    ...times,
    description: null,
  }))
  const modelled = atPath(profiled, 'modelSummaries/*', (one) => ({
    ...asObject(one),
    modelName: null,
    customizationsSupported: null,
    inputModalities: ['TEXT', 'IMAGE', 'SPEECH'],
    inferenceTypesSupported: [...asArray(asObject(one)['inferenceTypesSupported']), 'FLEX'],
    modelLifecycle: { status: 'LEGACY', startOfLifeTime: times.createdAt },
  }))
  const own = 'inferenceProfileId' in body ? times : {}
  return { ...asObject(modelled), ...own, nextToken: null, requestId: 'r-1' }
}
