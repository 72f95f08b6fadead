import { Command } from 'commander'
import { expect, it } from 'vitest'
import { withOrigin } from './origin.ts'

function programOf(origin: string): Command {
  const run = new Command('run')
  run.setOptionValue('settings', [{ flag: '--baseline', value: 'x', origin }])
  return new Command().addCommand(new Command('list')).addCommand(run)
}

const message = '--baseline: there is no file x.'

it.each(['bedrock-conformance.yaml:3', 'BEDROCK_CONFORMANCE_BASELINE'])(
  'a message about a flag that was set in %s says so',
  (origin) => {
    expect(withOrigin(message, programOf(origin))).toBe(
      `${message} (--baseline is set in ${origin})`,
    )
  },
)

it.each(['flag', 'flag, and bedrock-conformance.yaml:3', 'default'])(
  'a message about a flag of the origin %s stays as it is',
  (origin) => {
    expect(withOrigin(message, programOf(origin))).toBe(message)
  },
)

it('messages about something else stay as they are', () => {
  expect(withOrigin('--base: no.', programOf('a.yaml:1'))).toBe('--base: no.')
  expect(withOrigin('There is --baseline.', programOf('a.yaml:1'))).toBe('There is --baseline.')
  expect(withOrigin(message, undefined)).toBe(message)
})
