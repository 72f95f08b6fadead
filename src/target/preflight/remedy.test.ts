import { expect, it } from 'vitest'
import { isProblem } from '../problem.ts'
import { resolveTarget } from '../resolve/resolve.ts'
import { failed, recorder } from '../testing/exchange.ts'
import { preflight } from './preflight.ts'

it('a refused connection names the socket that was dialled, and its flag', async () => {
  const { send, connect } = recorder(() => failed('refused'))
  const flags = { endpoint: 'http://x/v1', model: ['m'], unixSocket: '/run/server.sock' }
  const target = await resolveTarget('openai-compatible', flags, {}, { connect })
  if (isProblem(target)) throw new Error(target.problem)
  expect((await preflight(target, send)).fatal).toBe(
    'Nothing listens at the socket /run/server.sock (connection refused). Start the server, or correct --unix-socket.',
  )
})
