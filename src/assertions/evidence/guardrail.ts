/** Answers of a guardrail in place of the model. */
import type { Members } from '../../model/json/shape.ts'

/**
 * Bedrock User Guide, "Test a guardrail": the member that InvokeModel adds to any model's body, or chunk.
 * What only a model can give, as counts and why it ended, need not be there.
 */
export function isBlocked(json: Members): boolean {
  return json['amazon-bedrock-guardrailAction'] === 'INTERVENED'
}
