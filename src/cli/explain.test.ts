import { describe, expect, it } from 'vitest'
import { runProgram } from './testing/program.ts'

async function explained(id: string): Promise<unknown> {
  const { code, stdout } = await runProgram(['explain', id, '--json'])
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

describe('explain', () => {
  it('gives a case, a check and a rule as data, as it prints them', async () => {
    const { stdout } = await runProgram(['explain', 'openai.stream.done'])
    const rule = { id: 'openai.stream.done', level: 'must', owner: 'server' }
    const found = (await explained('openai.stream.done')) as { rule: Record<string, string> }
    expect(found).toMatchObject({ rule })
    for (const member of ['text', 'url', 'read', 'remedy', 'source']) {
      expect(stdout).toContain(found.rule[member])
    }
    expect(await explained('stream.basic')).toMatchObject({ case: { id: 'stream.basic' } })
    expect(await explained('stream.basic/done-last')).toMatchObject({
      checks: [{ id: 'done-last', level: 'must', rule: { id: 'openai.stream.done' } }],
    })
  })

  it('knows a check of the protocol by the cases that it may join', async () => {
    const files = async (id: string): Promise<string[]> => {
      const { checks } = (await explained(id)) as { checks: { source: string }[] }
      return checks.map(({ source }) => source.replace(/:\d+$/, ''))
    }
    expect(await files('limits.overflow/refused')).toEqual(['suites/protocol/openai-error.yaml'])
    expect(await files('stop.cuts/control.content-type')).toEqual([
      'suites/protocol/openai-chat.yaml',
    ])
    // A model may take no system prompt.
    expect(await files('converse-answers.system/refused')).toEqual([
      'suites/protocol/bedrock-error.yaml',
    ])
    expect((await files('content-type')).length).toBeGreaterThan(10)
    const { code } = await runProgram(['explain', 'limits.overflow/control.refused'])
    expect(code).toBe(2)
  })

  it.each(['unsupported.embeddings/refused-cleanly', 'refused-cleanly', 'run.replies/not-empty'])(
    'knows %s, which no file of the suite holds',
    async (id) => {
      const found = { id: id.split('/').at(-1), rule: { text: expect.any(String) as string } }
      expect(await explained(id)).toMatchObject({ checks: [found] })
    },
  )

  it('says what the code of a finding means, which a report names', async () => {
    const { code, stdout } = await runProgram(['explain', 'usage.sum'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^usage\.sum: /)
    expect(await explained('usage.sum')).toMatchObject({ finding: { code: 'usage.sum' } })
  })

  it('suggests the nearest id of what it does not know', async () => {
    const { code, stderr } = await runProgram(['explain', 'openai.stream.dome', '--json'])
    expect(code).toBe(2)
    expect(stderr).toContain('openai.stream.done')
  })

  it('suggests the checks of the protocol that a case runs', async () => {
    const { code, stderr } = await runProgram(['explain', 'stream.basic/done-lst'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('"stream.basic/done-last"')])
  })
})
