/** What belongs to an account: the reference has no guardrail, and the default project alone. */
import type { Call } from '../call.ts'
import { refuse } from '../answer.ts'
import { asObject } from '../json.ts'
import { invalid } from './fields.ts'

/** Refuses a guardrail or a project that the account does not have. */
export function requireAccountResources(call: Call, body: unknown): void {
  const header = call.headers['x-amzn-bedrock-guardrailidentifier']
  const config = asObject(asObject(body)['guardrailConfig'])
  if (header !== undefined && call.headers['x-amzn-bedrock-guardrailversion'] === undefined) {
    invalid('The guardrail version is required when a guardrail identifier is provided.')
  }
  if (header !== undefined || config['guardrailIdentifier'] !== undefined) {
    invalid('The guardrail identifier or version provided in the request does not exist.')
  }
  const project =
    call.headers['x-amzn-bedrock-projectidentifier'] ?? call.headers['openai-project'] ?? 'default'
  if (project !== 'default') refuse(404, 'unknown-resource', 'The project does not exist.')
}
