/** Guardrails and projects that an account does not have are left out in silence. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { without } from '../edits/members.ts'
import { apis, endpoints } from '../scopes.ts'

/** Hooks that forget headers before anything is looked at. */
function forgetting(...names: readonly string[]): Hooks {
  return {
    intercept: (answer, call: Call) => {
      for (const name of names) delete call.headers[name]
      return answer
    },
  }
}

export const accessResources: readonly Deviation[] = [
  {
    id: 'guardrail-dropped',
    kind: 'mutant',
    about: 'guardrailConfig of a Converse request is dropped.',
    seen: ['GR-01'],
    apis: apis.converse,
    kills: ['account.guardrail/refused', 'account.guardrail/not-left-out'],
    also: ['*/error-body'],
    hooks: { request: (request) => without(request, 'guardrailConfig') },
  },
  {
    id: 'guardrail-headers-dropped',
    kind: 'mutant',
    about: 'Headers that name a guardrail are dropped.',
    seen: ['GR-01'],
    endpoints: endpoints.bedrock,
    kills: [
      'account.guardrail-invoke/refused',
      'account.guardrail-version/refused',
      'account.guardrail-openai/not-ignored',
    ],
    also: ['*/error-body'],
    hooks: forgetting('x-amzn-bedrock-guardrailidentifier', 'x-amzn-bedrock-guardrailversion'),
  },
  {
    id: 'project-dropped',
    kind: 'mutant',
    about: 'The project of a request is dropped.',
    seen: ['GR-02'],
    endpoints: endpoints.bedrock,
    kills: ['account.project/not-ignored', 'account.project-openai/not-ignored'],
    hooks: forgetting('x-amzn-bedrock-projectidentifier', 'openai-project'),
  },
]
