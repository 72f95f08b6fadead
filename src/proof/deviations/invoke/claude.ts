/** Bodies for Claude are taken for what they are not. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'
import { apis } from '../scopes.ts'

export const familiesClaude: readonly Deviation[] = [
  {
    id: 'claude-version-unchecked',
    kind: 'mutant',
    about: 'A body for Claude needs no version.',
    seen: ['IV-05'],
    apis: apis.invoke,
    kills: ['invoke-families.claude-version/refused'],
    also: ['invoke-families.claude-version/*'],
    hooks: {
      request: (request) => {
        const { max_tokens: limit } = asObject(request)
        if (!isObject(request) || limit === undefined || 'prompt' in request) return request
        return withMembers(request, { anthropic_version: 'bedrock-2023-05-31' })
      },
    },
  },
]
