import { describe, expect, it } from 'vitest'
import { namesCredential } from './credentials.ts'

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
