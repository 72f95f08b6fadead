/** The control plane: what is listed where, and who may use it (botocore bedrock 2023-04-20). */
import type { Call } from '../call.ts'
import { refuse, type Answer, type JsonObject } from '../answer.ts'
import { fakeAccountId } from '../auth/credentials.ts'
import {
  foundationModels,
  inferenceProfiles,
  type FoundationModel,
  type InferenceProfile,
} from '../regions/models.ts'
import { constraint, invalid } from '../native/fields.ts'
import { jsonType } from './chat.ts'
import { requireAuth } from './runtime.ts'
import { percentDecoded } from '../../model/text/percent.ts'

/** Answers a request to the control plane. */
export function control(call: Call): Answer {
  call.api = 'bedrock-control'
  const [, collection, ...rest] = call.path.split('/')
  const id = percentDecoded(rest.join('/'))
  const route = routes.get(`${collection}${id === '' ? '' : '/{id}'}`)
  if (!route)
    return refuse(404, 'unknown-route', 'UnknownOperationException', {
      exception: 'UnknownOperationException',
    })
  if (call.method !== 'GET') {
    refuse(405, 'wrong-method', 'Use GET.', { headers: [['Allow', 'GET']] })
  }
  requireAuth(call)
  return { kind: 'json', status: 200, headers: jsonType, json: route(call, id) }
}

const routes: ReadonlyMap<string, (call: Call, id: string) => JsonObject> = new Map([
  ['foundation-models', listFoundationModels],
  ['foundation-models/{id}', getFoundationModel],
  ['inference-profiles', listInferenceProfiles],
  ['inference-profiles/{id}', getInferenceProfile],
  ['foundation-model-availability/{id}', getAvailability],
])

function listFoundationModels(call: Call): JsonObject {
  const provider = call.query.get('byProvider')?.toLowerCase()
  const type = call.query.get('byInferenceType')
  const output = call.query.get('byOutputModality')
  const summaries = listedIn(call)
    .map((model) => modelSummary(model, call.region))
    .filter((entry) => !provider || String(entry['providerName']).toLowerCase() === provider)
    .filter((entry) => !type || (entry['inferenceTypesSupported'] as string[]).includes(type))
    .filter(() => !output || output === 'TEXT')
  return { modelSummaries: call.hook('models', summaries) }
}

function listedIn(call: Call): FoundationModel[] {
  return foundationModels.filter((model) => model.listed.includes(call.region))
}

function modelSummary(model: FoundationModel, region: string): JsonObject {
  return {
    modelArn: modelArn(model.id, region),
    modelId: model.id,
    modelName: model.name,
    providerName: model.provider,
    inputModalities: ['TEXT'],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    customizationsSupported: [],
    inferenceTypesSupported: [
      ...(model.onDemand.includes(region) ? ['ON_DEMAND'] : []),
      ...(model.family === 'llama' ? ['INFERENCE_PROFILE'] : []),
    ],
    modelLifecycle: { status: 'ACTIVE' },
  }
}

function modelArn(id: string, region: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${id}`
}

function getFoundationModel(call: Call, id: string): JsonObject {
  const bare = id.replace(/^arn:[^/]*foundation-model\//u, '')
  const model = listedIn(call).find((entry) => entry.id === bare)
  if (!model) return notFound('The provided model identifier is invalid.')
  return { modelDetails: modelSummary(model, call.region) }
}

function notFound(message: string): never {
  return refuse(404, 'unknown-model', message)
}

function listInferenceProfiles(call: Call): JsonObject {
  const type = call.query.get('type')
  const profiles =
    type === 'APPLICATION' ? [] : profilesIn(call).map((one) => profileBody(one, call.region))
  const { page, next } = pageOf(profiles, call.query)
  return { inferenceProfileSummaries: call.hook('models', page), ...next }
}

/** botocore bedrock 2023-04-20: MaxResults is from 1 to 1000; the token is opaque to clients. */
function pageOf<T>(list: readonly T[], query: URLSearchParams) {
  const most = Number(query.get('maxResults') ?? 1000)
  if (!(Number.isInteger(most) && most >= 1 && most <= 1000)) {
    constraint(query.get('maxResults'), 'maxResults', 'have value from 1 to 1000')
  }
  const token = Buffer.from(query.get('nextToken') ?? '', 'base64url').toString()
  if (query.has('nextToken') && !/^\d{1,9}$/u.test(token)) {
    invalid('The provided nextToken is invalid.')
  }
  const start = Number(token)
  const end = start + most
  const nextToken = Buffer.from(String(end)).toString('base64url')
  return { page: list.slice(start, end), next: end < list.length ? { nextToken } : {} }
}

function profilesIn(call: Call): InferenceProfile[] {
  return inferenceProfiles.filter((profile) => profile.sources.includes(call.region))
}

function profileBody(profile: InferenceProfile, region: string): JsonObject {
  return {
    inferenceProfileId: profile.id,
    inferenceProfileName: profile.name,
    inferenceProfileArn: `arn:aws:bedrock:${region}:${fakeAccountId}:inference-profile/${profile.id}`,
    description: `Routes requests to ${profile.model} in ${profile.sources.join(', ')}.`,
    models: profile.sources.map((source) => ({ modelArn: modelArn(profile.model, source) })),
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  }
}

function getInferenceProfile(call: Call, id: string): JsonObject {
  const bare = id.replace(/^arn:[^/]*inference-profile\//u, '')
  const profile = profilesIn(call).find((entry) => entry.id === bare)
  return profile
    ? profileBody(profile, call.region)
    : notFound('The inference profile does not exist.')
}

function getAvailability(call: Call, id: string): JsonObject {
  const model = foundationModels.find((entry) => entry.id === id)
  if (!model) return notFound('The provided model identifier is invalid.')
  const here = model.listed.includes(call.region)
  const authorized = call.hook('access', 'available') !== 'denied'
  return {
    modelId: id,
    agreementAvailability: { status: here ? 'AVAILABLE' : 'NOT_AVAILABLE' },
    authorizationStatus: authorized ? 'AUTHORIZED' : 'NOT_AUTHORIZED',
    entitlementAvailability: here ? 'AVAILABLE' : 'NOT_AVAILABLE',
    regionAvailability: here ? 'AVAILABLE' : 'NOT_AVAILABLE',
  }
}
