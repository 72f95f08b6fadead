import { expect, it } from 'vitest'
import { repeatCommand } from './repeat-command.ts'

it('the command that repeats a run names no flag twice, since a repeated flag is refused', () => {
  const flags = { target: 'reference', region: ['us-east-1', 'us-west-2'], mutant: 'no-done' }
  expect(repeatCommand(flags)).toBe(
    'npm test -- --target=reference --region=us-east-1,us-west-2 --mutant=no-done',
  )
  expect(repeatCommand(flags, ['region', 'model'])).toBe(
    'npm test -- --target=reference --mutant=no-done',
  )
})
