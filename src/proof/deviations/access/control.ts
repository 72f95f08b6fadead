/** The control plane is wrong or unreachable. */
import type { Call } from '../../../reference/call.ts'
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { withMembers } from '../edits/members.ts'
import { inBody, set } from '../edits/path.ts'
import { endpoints } from '../scopes.ts'

/** Changes answers whose path matches. */
function onPath(path: RegExp, edit: (body: unknown) => unknown) {
  return {
    body: (body: unknown, call: Call): unknown =>
      call.failure || !path.test(call.path) ? body : edit(body),
  }
}

export const accessControl: readonly Deviation[] = [
  {
    id: 'availability-denied',
    kind: 'mutant',
    about: 'The control plane reports a model as unavailable in a region in which it answers.',
    seen: ['RG-04'],
    endpoints: endpoints.control,
    kills: ['rule:bedrock.control.availability'],
    hooks: onPath(/availability/u, (body) =>
      withMembers(body, { regionAvailability: 'NOT_AVAILABLE' }),
    ),
  },
  {
    id: 'profile-goes-nowhere',
    kind: 'mutant',
    about: 'A profile has no models.',
    seen: ['RG-04'],
    endpoints: endpoints.control,
    kills: ['rule:bedrock.control.destinations'],
    also: ['*/profile.members'],
    hooks: { body: inBody('models', () => []) },
  },
  {
    id: 'profile-of-another-region',
    kind: 'mutant',
    about: 'The control plane answers with the profiles of another region.',
    seen: ['RG-03'],
    endpoints: endpoints.control,
    kills: ['regions.inference-profile/profile.own-region'],
    also: ['converse-answers.profile-arn-in-path/*'],
    hooks: {
      body: inBody('inferenceProfileArn', (arn) =>
        String(arn).replace(/(?<=:bedrock:)[^:]*/u, 'sa-east-1'),
      ),
    },
  },
  {
    id: 'profile-leaves-its-geography',
    kind: 'mutant',
    about: 'A profile of the United States routes to Frankfurt.',
    seen: ['RG-04'],
    endpoints: endpoints.control,
    kills: ['rule:bedrock.control.destinations'],
    hooks: {
      body: inBody('models/0/modelArn', (arn) =>
        String(arn).replace(/bedrock:[a-z0-9-]+:/u, 'bedrock:eu-central-1:'),
      ),
    },
  },
  {
    id: 'profile-of-a-user',
    kind: 'mutant',
    about: 'A profile that Bedrock defines is said to be made by a user.',
    seen: ['RG-03'],
    endpoints: endpoints.control,
    kills: ['regions.inference-profile/profile.own-region'],
    hooks: { body: inBody('type', set('APPLICATION')) },
  },
  {
    id: 'host-gone',
    kind: 'mutant',
    about: 'The host of a region does not answer.',
    seen: ['RG-01'],
    endpoints: endpoints.control,
    hangs: 300,
    kills: ['availability.host/answers'],
    also: ['*'],
    hooks: { timing: (timing) => ({ ...timing, before: 3_600_000 }) },
  },
  {
    id: 'control-as-text',
    kind: 'mutant',
    about: 'The JSON of the control plane is sent as text/plain.',
    seen: ['D33'],
    endpoints: endpoints.control,
    kills: ['*/content-type'],
    hooks: {
      headers: (headers, call) =>
        headers.map(([name, value]) => [
          name,
          name === 'Content-Type' && !call.failure ? 'text/plain' : value,
        ]),
    },
  },
  {
    id: 'control-cut',
    kind: 'mutant',
    about: 'The JSON of the control plane is cut.',
    seen: ['RFC 8259'],
    endpoints: endpoints.control,
    kills: ['*/json'],
    hooks: { text: (text, call) => (call.failure ? text : text.slice(0, -1)) },
  },
  {
    id: 'control-201',
    kind: 'mutant',
    about: 'The control plane answers 201.',
    seen: ['RG-04'],
    endpoints: endpoints.control,
    kills: [
      '*/status',
      'availability.foundation-model/said.granted',
      'regions.inference-profile/profile.granted',
    ],
    also: ['*/granted'],
    hooks: { status: (status, call) => (call.failure ? status : 201) },
  },
  {
    id: 'no-control-plane',
    kind: 'oddity',
    about: 'A gateway serves the runtime and no control plane.',
    seen: ['bedrock-access-gateway'],
    endpoints: endpoints.control,
    sees: ['converse-answers.profile-arn-in-path/*'],
    hooks: { intercept: () => refuse(404, 'unknown-route', 'Not Found') },
  },
]
