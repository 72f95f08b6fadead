/** Health and version routes of Llama Stack are missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { inHeader } from '../edits/headers.ts'
import { json, onPath } from '../edits/intercept.ts'
import { endpoints } from '../scopes.ts'

export const llamaStackHealth: readonly Deviation[] = [
  {
    id: 'health-missing',
    kind: 'mutant',
    about: 'The health route is missing.',
    seen: ['LS-01'],
    endpoints: endpoints.llamaStack,
    kills: ['llama-stack.health/ok'],
    also: ['llama-stack.health/*'],
    hooks: onPath(/^\/v1\/health$/u, () => json(404, { detail: 'Not Found' })),
  },
  {
    id: 'health-without-status',
    kind: 'mutant',
    about: 'The health route answers {}.',
    seen: ['LS-01'],
    endpoints: endpoints.llamaStack,
    kills: ['llama-stack.health/status'],
    hooks: onPath(/^\/v1\/health$/u, () => json(200, {})),
  },
  {
    id: 'health-in-other-words',
    kind: 'mutant',
    about: 'The health route answers that the server is healthy, as other servers do.',
    seen: ['LS-01'],
    endpoints: endpoints.llamaStack,
    kills: ['llama-stack.health/status'],
    hooks: onPath(/^\/v1\/health$/u, () => json(200, { status: 'healthy' })),
  },
  {
    id: 'health-as-text',
    kind: 'mutant',
    about: 'Health and version are JSON that is called text.',
    seen: ['LS-01', 'D33'],
    endpoints: endpoints.llamaStack,
    apis: ['llama-stack'],
    kills: ['llama-stack.health/json'],
    hooks: { headers: inHeader('Content-Type', () => 'text/plain') },
  },
  {
    id: 'version-empty',
    kind: 'mutant',
    about: 'The version is an empty string.',
    seen: ['LS-01'],
    endpoints: endpoints.llamaStack,
    kills: ['llama-stack.health/version'],
    hooks: onPath(/^\/v1\/version$/u, () => json(200, { version: '' })),
  },
  {
    id: 'version-missing',
    kind: 'mutant',
    about: 'The version route is missing.',
    seen: ['LS-01'],
    endpoints: endpoints.llamaStack,
    kills: ['llama-stack.health/ok'],
    also: ['llama-stack.health/*'],
    hooks: onPath(/^\/v1\/version$/u, () => json(404, { detail: 'Not Found' })),
  },
]
