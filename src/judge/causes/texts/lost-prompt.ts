/** Too few tokens of a prompt, and answers that do not know a part of it: it never reached the model. */
import type { Symptom } from '../symptom.ts'

export const lostPrompt = 'Answers do not know what it said, so the model never had it.'

/** Whether what is shown of the symptoms of a cause are the tokens of a part that answers do not know. */
export function isPromptLost(symptoms: readonly Symptom[], { code }: Symptom): boolean {
  return code === 'usage.prompt' && symptoms.some(isUnknowing)
}

function isUnknowing({ code, verdict }: Symptom): boolean {
  return code === 'text.missing' && (verdict === 'fail' || verdict === 'warn')
}
