/** From a model id and a region to the model, or to the reason why it cannot be called. */
import type { Call } from '../call.ts'
import { refuse } from '../answer.ts'
import {
  foundationModels,
  inferenceProfiles,
  withheldModels,
  type Access,
  type Family,
} from './models.ts'

export interface Resolved {
  /** Id of the foundation model. */
  readonly model: string
  readonly family: Family
  readonly access: Access
}

/** Pattern of `modelId` in the bedrock-runtime model, restricted to the permitted characters. */
const idPattern = /^[a-zA-Z0-9._:/-]{1,2048}$/
const arnPattern =
  /^arn:aws(?:-[^:]+)?:bedrock:([a-z0-9-]*):(\d{12})?:(foundation-model|inference-profile)\/(.+)$/

/**
 * Looks a model id, profile id or ARN up in a region.
 * Source: inference-profiles-support and the error list of the Bedrock user guide.
 */
export function resolveModel(id: string, region: string): Resolved {
  if (!idPattern.test(id)) return missing('malformed')
  const arn = arnPattern.exec(id)
  if (arn) {
    const [, arnRegion, , , resource] = arn
    if (arnRegion !== '' && arnRegion !== region) return missing('not-in-region')
    return resolveModel(resource ?? '', region)
  }
  const profile = inferenceProfiles.find((entry) => entry.id === id)
  if (profile) {
    const access = profile.sources.includes(region) ? 'available' : 'not-in-region'
    return { model: profile.model, family: familyOf(profile.model), access }
  }
  const model = foundationModels.find((entry) => entry.id === id)
  if (!model) return missing(isOtherSpelling(id) ? 'not-in-region' : 'unknown')
  return { model: model.id, family: model.family, access: bareAccess(model, region) }
}

function familyOf(id: string): Family {
  return foundationModels.find((model) => model.id === id)?.family ?? 'gpt-oss'
}

function bareAccess(model: (typeof foundationModels)[number], region: string): Access {
  if (model.onDemand.includes(region)) return 'available'
  return model.listed.includes(region) ? 'needs-profile' : 'not-in-region'
}

/** Mantle's ids, and profiles of another geography, are "invalid", not "unknown". */
function isOtherSpelling(id: string): boolean {
  const bare = id.replace(/^(?:us|eu|apac|jp|au|in|ca|global|us-gov)\./, '')
  return foundationModels.some((model) => model.id === bare || model.id.startsWith(`${bare}-`))
}

function missing(access: Access): Resolved {
  return { model: '', family: 'gpt-oss', access }
}

/** Refuses the call as the native API does unless the model can be called. */
export function requireNativeAccess(call: Call, id: string): Resolved {
  const resolved = resolveModel(id, call.region)
  const own = withheldModels.includes(id) ? 'denied' : resolved.access
  const access = call.hook('access', own)
  switch (access) {
    case 'available':
      return resolved
    case 'denied':
      return refuse(
        403,
        'access',
        "You don't have access to the model with the specified model ID.",
      )
    case 'needs-profile':
      return refuse(
        400,
        'invalid-model',
        `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
      )
    case 'not-in-region':
      return refuse(400, 'invalid-model', 'The provided model identifier is invalid.')
    case 'unknown':
      return refuse(
        404,
        'unknown-model',
        'Could not resolve the foundation model from the provided model identifier.',
      )
    default:
      return refuse(
        400,
        'invalid-model',
        `1 validation error detected: Value '${id.slice(0, 200)}' at 'modelId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(arn:aws(-[^:]+)?:bedrock:.+)|([0-9a-zA-Z._:-]+)$`,
      )
  }
}
