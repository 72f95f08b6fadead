import { describe, expect, it } from 'vitest'
import type { AuthChoice } from '../../../model/case.ts'
import { headerValue } from '../../../model/headers.ts'
import { bearer, forgedKeys } from '../auth.ts'
import { withSignatures } from './signed.ts'
import { fakeCredentials } from '../../testing/keys.ts'

const now = (): number => Date.UTC(2026, 10, 22, 12)
const source = async () => fakeCredentials

async function ask(choice: AuthChoice, from?: typeof source) {
  const authorize = withSignatures(bearer(forgedKeys(now)), from, now)
  const headers = await authorize({
    method: 'POST',
    url: 'https://bedrock-runtime.us-west-2.amazonaws.com/model/m/converse',
    headers: [['content-type', 'application/json']],
    body: new Uint8Array([123, 125]),
    region: 'us-west-2',
    choice,
  })
  const authorization = headerValue(headers, 'authorization') ?? ''
  return { authorization, date: headerValue(headers, 'x-amz-date') }
}

describe('a signature that a case asks for', () => {
  it('is made with the user’s credentials, now', async () => {
    const { authorization, date } = await ask('signed', source)
    expect(authorization).toContain(
      `Credential=${fakeCredentials.accessKeyId}/20261122/us-west-2/bedrock/`,
    )
    expect(date).toBe('20261122T120000Z')
  })

  it('is of twenty minutes ago where it is to be late', async () => {
    expect((await ask('signed-late', source)).date).toBe('20261122T114000Z')
  })

  it('differs in nothing but the signature where it is to be wrong', async () => {
    const [right, wrong] = [await ask('signed', source), await ask('signed-badly', source)]
    const bare = ({ authorization }: typeof right) => authorization.replace(/Signature=\w+/, '')
    expect(bare(wrong)).toBe(bare(right))
    expect(wrong.authorization).not.toBe(right.authorization)
  })

  it('is unknownCaller’s where there are no credentials and it is to be wrong, else left out', async () => {
    expect((await ask('signed-badly')).authorization).toContain('AKIAIOSFODNN7EXAMPLE')
    expect((await ask('signed')).authorization).toBe('')
  })

  it('leaves every other choice to the target’s own way', async () => {
    expect((await ask('malformed', source)).authorization).toBe('Bearer this-is-not-a-bedrock-key')
    expect((await ask('basic', source)).authorization).toMatch(/^Basic \S+$/)
  })
})
