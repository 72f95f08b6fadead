import { describe, expect, it } from 'vitest'
import type { Case } from '../../model/case.ts'
import { catalogueFrom, suiteOf } from '../testing/load-texts.ts'

function only(text: string): Case {
  const [first] = catalogueFrom(suiteOf(text)).cases
  if (first === undefined) throw new Error('expected a case')
  return first
}

const head = '  - id: one\n    title: One\n    apis: [openai-chat, converse]\n'

describe('a case in its one-step form', () => {
  it('is one step named main, with every default in place', () => {
    const text = `${head}    say: [{ user: Hi }]
    checks:
      - { id: a, rule: test.rule, status: 200 }
      - { id: b, rule: test.rule, kind: behaviour, floor: 0.6, needs: [a], answer: { contains: Hi } }
`
    const file = 'suites/chat/basic.yaml'
    expect(only(text)).toEqual({
      id: 'chat.one',
      suite: 'chat',
      title: 'One',
      from: [],
      covers: [],
      apis: ['openai-chat', 'converse'],
      families: [],
      endpoints: [],
      source: { file, line: 4 },
      steps: [
        {
          id: 'main',
          request: { say: { turns: [{ role: 'user', text: 'Hi' }], options: {}, tools: [] } },
          auth: 'default',
          expect: { outcome: 'reply' },
          save: {},
          repeat: 1,
          parallel: false,
          source: { file, line: 4 },
        },
      ],
      checks: [
        {
          id: 'a',
          level: 'must',
          kind: 'protocol',
          rule: 'test.rule',
          assert: 'status',
          args: 200,
          step: 'main',
          needs: [],
          source: { file, line: 9 },
        },
        {
          id: 'b',
          level: 'should',
          kind: 'behaviour',
          rule: 'test.rule',
          assert: 'answer',
          args: { contains: 'Hi' },
          step: 'main',
          needs: ['a'],
          floor: 0.6,
          source: { file, line: 10 },
        },
      ],
    })
  })

  it('keeps everything that is written', () => {
    const text = `${head}    from: notebook example 3
    covers: [CH-01]
    capability: tools
    families: [gpt-oss]
    endpoints: [bedrock]
    say:
      - system: Be brief
      - developer: Be kind
      - assistant: { text: Hello, toolCalls: [{ id: t1, name: weather, arguments: { city: Rome } }] }
      - tool: { id: t1, result: sunny }
      - assistant: Sunny.
    options: { maxTokens: 5, temperature: 0, topP: 1, stop: END, seed: 7 }
    tools: [{ name: weather, parameters: { type: object } }]
    toolChoice: weather
    body: { n: 2 }
    model: other
    auth: expired
    expect: { reply-or-error: unsupported-feature }
    save: { id: /id }
    repeat: 3
    parallel: true
`
    const found = only(text)
    expect(found).toMatchObject({
      from: ['notebook example 3'],
      covers: ['CH-01'],
      capability: 'tools',
      families: ['gpt-oss'],
      endpoints: ['bedrock'],
    })
    expect(found.steps[0]).toMatchObject({
      request: {
        say: {
          turns: [
            { role: 'system', text: 'Be brief' },
            { role: 'developer', text: 'Be kind' },
            {
              role: 'assistant',
              text: 'Hello',
              toolCalls: [{ id: 't1', name: 'weather', arguments: { city: 'Rome' } }],
            },
            { role: 'tool', toolCallId: 't1', result: 'sunny' },
            { role: 'assistant', text: 'Sunny.' },
          ],
          options: { maxTokens: 5, temperature: 0, topP: 1, stop: ['END'], seed: 7 },
          tools: [{ name: 'weather', parameters: { type: 'object' } }],
          toolChoice: 'weather',
          body: { n: 2 },
        },
      },
      model: 'other',
      auth: 'expired',
      expect: { outcome: 'reply-or-error', error: 'unsupported-feature' },
      save: { id: '/id' },
      repeat: 3,
      parallel: true,
    })
  })

  it('assumes nothing of a raw request unless told', () => {
    const send = `${head}    send: { method: GET, path: /models, headers: { x-test: 'yes' }, body: null }\n`
    expect(only(send).steps[0]).toMatchObject({
      request: {
        send: { method: 'GET', path: '/models', headers: { 'x-test': 'yes' }, body: null },
      },
      expect: { outcome: 'any' },
    })
    expect(
      only(`${head}    send: {}\n    expect: { error: unknown-model }\n`).steps[0],
    ).toMatchObject({
      request: { send: { headers: {} } },
      expect: { outcome: 'error', error: 'unknown-model' },
    })
  })
})

describe('a control', () => {
  const say =
    '    say: [{ system: Be brief }, { user: Hi }]\n    options: { stop: END, seed: 1 }\n    save: { id: /id }\n    repeat: 4\n'

  it('is a step before main, once, without the turns that are dropped', () => {
    const { steps } = only(`${head}${say}    control: { drop: [0] }\n`)
    expect(steps.map(({ id, repeat, save }) => ({ id, repeat, save }))).toEqual([
      { id: 'control', repeat: 1, save: {} },
      { id: 'main', repeat: 4, save: { id: '/id' } },
    ])
    expect(steps[0]?.request).toMatchObject({ say: { turns: [{ role: 'user', text: 'Hi' }] } })
    expect(steps[0]?.source.line).toBe(11)
  })

  it('is expected to be answered, whatever main is expected to come to', () => {
    const { steps } = only(`${head}${say}    expect: error\n    control: { drop: [0] }\n`)
    expect(steps.map((step) => step.expect.outcome)).toEqual(['reply', 'error'])
  })

  it('may say something else, and change options or take them away', () => {
    const { steps } = only(
      `${head}${say}    control: { say: [{ user: Bye }], options: { stop: null, seed: 2 } }\n`,
    )
    expect(steps[0]?.request).toEqual({
      say: { turns: [{ role: 'user', text: 'Bye' }], options: { seed: 2 }, tools: [] },
    })
    expect(steps[1]?.request).toMatchObject({ say: { options: { stop: ['END'], seed: 1 } } })
  })

  it('may go without tools', () => {
    const tools = '    tools: [{ name: weather, parameters: {} }]\n    toolChoice: weather\n'
    const { steps } = only(`${head}${say}${tools}    control: { tools: [], toolChoice: null }\n`)
    expect(steps[0]?.request).not.toHaveProperty('say.toolChoice')
    expect(steps[0]?.request).toHaveProperty('say.tools', [])
    expect(steps[1]?.request).toHaveProperty('say.toolChoice', 'weather')
  })
})

describe('variants', () => {
  const text = `${head}    send: { body: { model: m, limits: { top: 1, low: 0 }, list: [1, 2] } }
    expect: error
    variants:
      - { name: hot, set: { send: { body: { limits: { top: 9 } } } } }
      - { name: bare, set: { send: { body: { list: [] } }, auth: none, expect: any } }
    checks:
      - { id: a, rule: test.rule, status: 400 }
      - { id: b, rule: test.rule, needs: [a], status: 400 }
      - { id: c, rule: test.rule, step: bare, status: 400 }
`
  it('are steps named after them: maps are merged, lists replaced', () => {
    const { steps } = only(text)
    expect(steps.map(({ id }) => id)).toEqual(['hot', 'bare'])
    expect(steps[0]?.request).toEqual({
      send: { headers: {}, body: { model: 'm', limits: { top: 9, low: 0 }, list: [1, 2] } },
    })
    expect(steps[1]).toMatchObject({
      request: { send: { body: { limits: { top: 1, low: 0 }, list: [] } } },
      auth: 'none',
      expect: { outcome: 'any' },
    })
  })

  it('each have all checks, and those of their own, under ids that tell them apart', () => {
    expect(only(text).checks.map(({ id, step, needs }) => ({ id, step, needs }))).toEqual([
      { id: 'hot.a', step: 'hot', needs: [] },
      { id: 'bare.a', step: 'bare', needs: [] },
      { id: 'hot.b', step: 'hot', needs: ['hot.a'] },
      { id: 'bare.b', step: 'bare', needs: ['bare.a'] },
      { id: 'bare.c', step: 'bare', needs: [] },
    ])
  })
})

describe('written steps', () => {
  it('keep their ids and APIs; a check without a step judges the last', () => {
    const text = `${head}    steps:
      - { id: listed, api: openai-models, send: {} }
      - { id: asked, say: [{ user: Hi }] }
    checks:
      - { id: a, rule: test.rule, status: 200 }
      - { id: a, rule: test.rule, step: listed, status: 200 }
`
    const { steps, checks } = only(text)
    expect(steps.map(({ id, api }) => [id, api])).toEqual([
      ['listed', 'openai-models'],
      ['asked', undefined],
    ])
    expect(checks.map(({ id, step }) => [id, step])).toEqual([
      ['asked.a', 'asked'],
      ['listed.a', 'listed'],
    ])
  })
})

describe('repeated turns', () => {
  it('are spelled out, counted from 1, other templates left as they are', () => {
    const text = `${head}    say:
      - user: 'I am \${nonce.me}'
      - times: 3
        turns:
          - user: 'Turn \${turn} of \${nonce.me}'
          - assistant: { text: 'Yes, \${turn}' }
      - user: Who am I?
`
    const { request } = only(text).steps[0]!
    expect('say' in request && request.say.turns).toEqual([
      { role: 'user', text: 'I am ${nonce.me}' },
      { role: 'user', text: 'Turn 1 of ${nonce.me}' },
      { role: 'assistant', text: 'Yes, 1' },
      { role: 'user', text: 'Turn 2 of ${nonce.me}' },
      { role: 'assistant', text: 'Yes, 2' },
      { role: 'user', text: 'Turn 3 of ${nonce.me}' },
      { role: 'assistant', text: 'Yes, 3' },
      { role: 'user', text: 'Who am I?' },
    ])
  })

  it('keep what looks like the counter and is no variable', () => {
    const text = `${head}    say:
      - times: 2
        turns: [{ user: 'Write $\${turn}, not \${turn}' }]
`
    const { request } = only(text).steps[0]!
    expect('say' in request && request.say.turns).toEqual([
      { role: 'user', text: 'Write $${turn}, not 1' },
      { role: 'user', text: 'Write $${turn}, not 2' },
    ])
  })
})
