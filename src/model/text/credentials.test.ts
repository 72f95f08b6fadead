import { describe, expect, it } from 'vitest'
import { namesCredential, withoutKeys } from './credentials.ts'

describe('a name', () => {
  it.each([
    'Authorization',
    'x-api-key',
    'x-portkey-api-key',
    'x-portkey-virtual-key',
    'x-portkey-aws-secret-access-key',
    'x-portkey-config', // may hold keys of providers
    'portkey',
    'apikey',
  ])('%s is that of a credential', (name) => {
    expect(namesCredential(name)).toBe(true)
  })

  it.each(['x-portkey-provider', 'x-portkey-custom-host', 'x-portkey-aws-region', 'x-route'])(
    '%s is not, so that its value is shown',
    (name) => {
      expect(namesCredential(name)).toBe(false)
    },
  )
})

it('a text loses what only keys look like', () => {
  for (const key of [
    'sk-proj-Yw9_kL2-mN8pQ4rS6tV0',
    'ABSKQmVkcm9ja0FQSUtleS1hYmNk',
    'AKIAIOSFODNN7EXAMPLE',
    'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t',
  ]) {
    expect(withoutKeys(`There is no target "${key}".`)).toBe('There is no target "<redacted>".')
  }
  const plain = 'There is no target "task-1" or "sk-1": bedrock-api-key-, --key-variable=ASIA.'
  expect(withoutKeys(plain)).toBe(plain)
})
