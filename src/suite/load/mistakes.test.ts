import { describe, expect, it } from 'vitest'
import { problemsOf, rulesFile, suiteOf } from '../testing/load-texts.ts'

/** A case in its one-step form; `more` stands under its `apis`. */
function asked(more: string, apis = '[openai-chat]'): string {
  const lines = more.split('\n').map((line) => `    ${line}`)
  return `  - id: one\n    title: One\n    apis: ${apis}\n${lines.join('\n')}\n`
}

const stated = 'say: [{ user: Hi }]'

/** Problems of a case as `line message | hint <marked text>`. */
function described(cases: string, more: Readonly<Record<string, string>> = {}): string[] {
  return problemsOf({ ...suiteOf(cases), ...more }).map((problem) => {
    const { line, column, message, hint, lineText, caret } = problem
    const from = caret.indexOf('^')
    const marked = lineText.slice(from, from + caret.trim().length)
    expect(column).toBe(from + 1)
    return `${line} ${message}${hint === undefined ? '' : ` | ${hint}`} <${marked}>`
  })
}

function check(members: string): string {
  return asked(`${stated}\nchecks:\n  - { id: a, rule: test.rule, ${members} }`)
}

describe('a mistake in a check', () => {
  it.each([
    [
      'an unknown assertion',
      check('statsu: 200'),
      '9 unknown key "statsu" | did you mean "status"? <statsu>',
    ],
    ['wrong arguments', check('status: ok'), '9 expected a number, or a list, found "ok" <ok>'],
    [
      'a wrong key inside the arguments',
      check('answer: { contain: x }'),
      '9 unknown key "contain" | did you mean "contains"? <contain>',
    ],
    [
      'no assertion',
      check('level: must'),
      '9 the check "a" asserts nothing: expected one assertion, such as status: 200 <{ id: a, rule: test.rule, level: must }>',
    ],
    [
      'two assertions',
      check('status: 200, usage: {}'),
      '9 a check has one assertion: this one has "status" already | write two checks <usage>',
    ],
    [
      'a behaviour that gates',
      check('status: 200, kind: behaviour, level: must'),
      '9 a behaviour cannot be `must`: only what one exchange decides can fail a run | use should <must>',
    ],
    [
      'a floor without a behaviour',
      check('status: 200, floor: 0.8'),
      '9 `floor` needs `kind: behaviour` <floor>',
    ],
    [
      'an unknown step',
      check('status: 200, step: mian'),
      '9 no step has the id "mian" | did you mean "main"? <mian>',
    ],
    [
      'an API that the case does not have',
      check('status: 200, apis: [converse]'),
      '9 "converse" is not one of the APIs around this check | known: openai-chat <converse>',
    ],
    [
      'a need that is no check',
      check('status: 200, needs: [b]'),
      '9 no other check of the step "main" has the id "b" <b>',
    ],
    [
      'a need of itself',
      check('status: 200, needs: [a]'),
      '9 no other check of the step "main" has the id "a" <a>',
    ],
    [
      'an id that is no kebab word',
      check('status: 200').replace('id: a', 'id: A_b'),
      '9 expected a kebab-case word such as "first-token" <A_b>',
    ],
    [
      'an unknown rule',
      check('status: 200').replace('test.rule', 'test.rul'),
      '9 no file of suites/rules has the rule "test.rul" | did you mean "test.rule"? <test.rul>',
    ],
  ])('%s', (_, cases, expected) => {
    expect(described(cases)).toEqual([expected])
  })

  it('a check that is stricter than its rule is refused: what a rule recommends fails no run', () => {
    const advice = rulesFile.replace('test.rule', 'test.advice').replace('must', 'should')
    const more = { 'suites/rules/advice.yaml': advice }
    const strict = check('status: 200').replace('test.rule', 'test.advice')
    expect(described(strict, more)).toEqual([
      '9 the check is stricter than its rule, which is a should | add level: should <test.advice>',
    ])
    expect(described(strict.replace('status', 'level: should, status'), more)).toEqual([])
  })

  it('an id that is used twice for one step is reported at the second', () => {
    const two = '{ id: a, rule: test.rule, status: 200 }'
    expect(described(asked(`${stated}\nchecks: [${two}, ${two}]`))).toEqual([
      '8 the check id "a" is taken at line 8 <a>',
    ])
  })

  it('the same id for two steps is right', () => {
    const steps = 'steps:\n  - { id: x, say: [{ user: Hi }] }\n  - { id: y, say: [{ user: Hi }] }'
    const two =
      '- { id: a, rule: test.rule, status: 200 }\n  - { id: a, step: x, rule: test.rule, status: 200 }'
    expect(described(asked(`${steps}\nchecks:\n  ${two}`))).toEqual([])
  })

  it('checks that need each other are reported', () => {
    const checks =
      '[{ id: a, rule: test.rule, status: 200, needs: [b] }, { id: b, rule: test.rule, status: 200, needs: [a] }]'
    expect(described(asked(`${stated}\nchecks: ${checks}`))).toEqual([
      '8 "a" needs itself through others <[b]>',
      '8 "b" needs itself through others <[a]>',
    ])
  })
})

describe('a mistake in a request', () => {
  it.each([
    [
      'nothing sent',
      asked('checks: []'),
      '4 the step sends no request: expected `say` or `send` <id>',
    ],
    [
      'both forms',
      asked(`${stated}\nsend: { path: /x }`),
      '8 give either `say` or `send`, not both <send>',
    ],
    [
      'a turn with two roles',
      asked('say: [{ user: Hi, system: Be brief }]'),
      '7 expected exactly one of user, system, developer, assistant, tool in a turn, found user and system <{ user: Hi, system: Be brief }>',
    ],
    [
      'a turn without a role',
      asked('say: [{}]'),
      '7 expected exactly one of user, system, developer, assistant, tool in a turn, found none <{}>',
    ],
    [
      'an unknown role',
      asked('say:\n  - usr: Hi'),
      '8 unknown key "usr" | did you mean "user"? <usr>',
    ],
    [
      'an unknown option',
      asked(`${stated}\noptions: { maxToken: 5 }`),
      '8 unknown key "maxToken" | did you mean "maxTokens"? <maxToken>',
    ],
    [
      'an option of the wrong kind',
      asked(`${stated}\noptions: { temperature: hot }`),
      '8 expected a number, or a template such as "${saved.limit}", found "hot" <hot>',
    ],
    [
      'options of a raw request',
      asked('send: {}\noptions: { seed: 1 }'),
      '8 `options` belongs to `say` | put it into the body of `send` <options>',
    ],
    [
      'a body beside a raw request',
      asked('send: {}\nbody: { a: 1 }'),
      '8 `body` belongs to `say` | put it under `send` <body>',
    ],
    [
      'a path without a slash',
      asked('send: { path: models }'),
      '7 expected a path that starts with "/" <models>',
    ],
    [
      'a tool that is not there',
      asked(`${stated}\ntools: [{ name: weather, parameters: {} }]\ntoolChoice: wether`),
      '9 "wether" is not one of the tools | did you mean "weather"? <wether>',
    ],
    [
      'a conversation on an API without one',
      asked(stated, '[openai-models]'),
      '7 openai-models carries no conversation: use `send` <say>',
    ],
    [
      'hanging up on an API that does not stream',
      asked(`${stated}\nhangUpAfter: 2`),
      '8 `hangUpAfter` needs an API that streams <hangUpAfter>',
    ],
    [
      'parallel without repeats',
      asked(`${stated}\nparallel: true`),
      '8 `parallel` needs `repeat`: 2 or more, or `each` <parallel>',
    ],
    [
      'fresh without repeats',
      asked(`${stated}\nfresh: true`),
      '8 `fresh` needs `repeat`: 2 or more, or `each` <fresh>',
    ],
    [
      'a number of repeats beside a list of them',
      asked(`${stated}\nrepeat: 2\neach: [a, b]`),
      '8 `each` decides how often it is sent | remove it <repeat>',
    ],
    [
      'an entry of no list',
      asked("say: [{ user: '${item}' }]"),
      '7 `${item}` needs `each` <${item}>',
    ],
    [
      'a member that one of the entries lacks',
      asked(
        "say: [{ user: '${item.question}' }]\neach: [{ question: a }, { qestion: b, answer: c }]",
      ),
      '7 an entry of `each` has no member "question" | did you mean "qestion"? <${item.question}>',
    ],
    [
      'a member of an entry that is a text',
      asked("say: [{ user: '${item.question}' }]\neach: [a, b]"),
      '7 an entry of `each` has no member "question" <${item.question}>',
    ],
    [
      'a member in a check that no entry has',
      asked(
        "say: [{ user: '${item.a}' }]\neach: [{ a: x }, { a: y }]\nchecks:\n" +
          "  - { id: a, rule: test.rule, answer: { contains: '${item.b}' } }",
      ),
      '10 an entry of `each` has no member "b" | known: a <${item.b}>',
    ],
    [
      'a member in a check that no entry of a later variant has',
      asked(
        "say: [{ user: '${item.a}' }]\nvariants:\n" +
          '  - { name: one, set: { each: [{ a: x, b: x }, { a: y, b: y }] } }\n' +
          '  - { name: two, set: { each: [{ a: x }, { a: y }] } }\n' +
          "checks:\n  - { id: a, rule: test.rule, answer: { contains: '${item.b}' } }",
      ),
      '12 an entry of `each` has no member "b" | known: a <${item.b}>',
    ],
    [
      'a list that nothing saves',
      asked(`${stated}\neach: { from: models, most: 3 }`),
      '8 no earlier step saves "models" <models>',
    ],
    [
      'a counter outside of what it counts',
      asked("say: [{ user: '${turn}' }]"),
      '7 `${turn}` counts turns inside `times` <${turn}>',
    ],
    [
      'a counter in a body that calls something turns',
      asked("send: { body: { turns: ['${turn}'] } }"),
      '7 `${turn}` counts turns inside `times` <${turn}>',
    ],
    [
      'fewer entries than credentials that take turns',
      asked(`${stated}\nauth: [default, wrong, none]\neach: [a, b]`),
      '8 `each` must give 3 or more, so that all of them are used <[default, wrong, none]>',
    ],
    [
      'a repeated turn with two roles',
      asked('say: [{ times: 2, turns: [{ user: a, system: b }] }]'),
      '7 expected exactly one of user, system, developer, assistant, tool in a turn, found user and system <{ user: a, system: b }>',
    ],
    [
      'an unknown outcome',
      asked(`${stated}\nexpect: eror`),
      '8 expected "reply", "any", "error" or "reply-or-error", or a map, found "eror" | did you mean "error"? <eror>',
    ],
    [
      'a pointer without a slash',
      asked(`${stated}\nsave: { id: choices }`),
      '8 expected a JSON Pointer such as "/choices/0/message" <choices>',
    ],
    [
      'an unknown API',
      asked(stated, '[openai-caht]'),
      '6 expected a known name, found "openai-caht" | did you mean "openai-chat"? <openai-caht>',
    ],
    [
      'an API named twice',
      asked(stated, '[converse, converse]'),
      '6 the same API is named twice <[converse, converse]>',
    ],
    [
      'an unknown capability',
      asked(`${stated}\ncapability: tool`),
      '8 expected a known name, found "tool" | did you mean "tools"? <tool>',
    ],
    [
      'a model with a template',
      asked(`${stated}\nmodel: '\${model}-x'`),
      "8 expected a model id without templates <'${model}-x'>",
    ],
  ])('%s', (_, cases, expected) => {
    expect(described(cases)).toContain(expected)
    expect(described(cases)).toHaveLength(1)
  })
})

it.each([
  ['body: { a: [!!binary aGVsbG8=] }', 'say: [{ user: Hi }]\n'],
  ['send: { body: { a: !!binary aGVsbG8= } }', ''],
  [
    'tools: [{ name: a, description: b, parameters: { a: !!binary aGVsbG8= } }]',
    'say: [{ user: Hi }]\n',
  ],
  [
    'say: [{ user: Hi }, { assistant: { toolCalls: [{ id: a, name: b, arguments: { a: !!binary aGVsbG8= } }] } }]',
    '',
  ],
])('bytes within JSON are a mistake: %s', (sent, more) => {
  expect(described(asked(`${more}${sent}`)).join('\n')).toContain(
    'JSON holds no bytes: !!binary is a whole body only',
  )
})

it('bytes as a whole body are accepted', () => {
  expect(described(asked('send: { body: !!binary aGVsbG8= }'))).toEqual([])
})

describe('a mistake in a control, variant or step', () => {
  it.each([
    [
      'a turn that is not there',
      asked(`${stated}\ncontrol: { drop: [1] }`),
      '8 there is no turn 1: `say` has turns 0 to 0 <1>',
    ],
    [
      'no turn left',
      asked(`${stated}\ncontrol: { drop: [0] }`),
      '8 `drop` leaves no turn to send <[0]>',
    ],
    [
      'a control that changes nothing',
      asked(`${stated}\ncontrol: {}`),
      '8 `control` must change something, for example drop: [0] <{}>',
    ],
    [
      'a control of a raw request',
      asked('send: {}\ncontrol: { drop: [0] }'),
      '8 `control` needs a case with `say` <control>',
    ],
    [
      'a control beside variants',
      asked(`${stated}\ncontrol: { options: { seed: 1 } }\nvariants: [{ name: a, set: {} }]`),
      '8 `control` is not allowed beside `variants`: write `steps` instead <control>',
    ],
    [
      'a request beside steps',
      asked(`${stated}\nsteps: [{ id: a, say: [{ user: Hi }] }]`),
      '7 `say` is not allowed beside `steps`: move it into a step <say>',
    ],
    [
      'steps that are independent where there is only one',
      asked(`${stated}\nindependent: true`),
      '8 `independent` needs `steps` <independent>',
    ],
    [
      'two steps with one id',
      asked('steps: [{ id: a, send: {} }, { id: a, send: {} }]'),
      '7 two steps have the id "a" <a>',
    ],
    [
      'two variants with one name',
      asked(`${stated}\nvariants: [{ name: a, set: {} }, { name: a, set: {} }]`),
      '8 two steps have the id "a" <a>',
    ],
    [
      'a mistake inside a variant',
      asked(`${stated}\nvariants:\n  - name: a\n    set: { toolChoice: weather }`),
      '10 "weather" is not one of the tools <weather>',
    ],
  ])('%s', (_, cases, expected) => {
    const all = described(cases)
    expect(all[0]?.replace(/ \| known:[^<]*/, ' ')).toBe(expected)
    expect(all).toHaveLength(1)
  })
})

describe('a mistake in a template', () => {
  const step = (text: string): string => asked(`say:\n  - user: "${text}"`)
  it.each([
    [
      'an unknown variable',
      step('Use ${modell} now'),
      '8 unknown variable ${modell} | did you mean "model"? <${modell}>',
    ],
    ['a brace that is never closed', step('a ${model'), '8 "${model" has no closing } <${model>'],
    [
      'a nonce without a name',
      step('${nonce}'),
      '8 ${nonce.NAME} needs a name, found "" <${nonce}>',
    ],
    [
      'a value that no step saved',
      step('${saved.id}'),
      '8 no earlier step saves "id" <${saved.id}>',
    ],
    [
      'a step that is not there',
      step('${steps.first.text}'),
      '8 no earlier step has the id "first" <${steps.first.text}>',
    ],
    [
      'an unknown part of a reply',
      step('${steps.first.txet}'),
      '8 ${steps.first.…} must name what to take from the reply | did you mean "text"? <${steps.first.txet}>',
    ],
    [
      'a filler without a size',
      step('${filler.big}'),
      '8 ${filler.N} needs a number of bytes from 1 to 8388608 <${filler.big}>',
    ],
    [
      'a nonce in a check that nothing sends',
      asked(
        `${stated}\nchecks: [{ id: a, rule: test.rule, answer: { contains: '\${nonce.nam}' } }]`,
      ),
      '8 nothing that is sent holds the nonce "nam" <${nonce.nam}>',
    ],
  ])('%s', (_, cases, expected) => {
    const [first] = described(cases)
    expect(first).toBe(expected)
  })

  it('a step may use what an earlier one saved, but not what a later one saves', () => {
    const save = (id: string, more: string): string =>
      `  - { id: ${id}, send: { path: "${more}" }, save: { ${id}: /id } }`
    expect(described(asked(`steps:\n${save('a', '/x')}\n${save('b', '/${saved.a}')}`))).toEqual([])
    expect(described(asked(`steps:\n${save('a', '/${saved.b}')}\n${save('b', '/x')}`))).toEqual([
      '8 no earlier step saves "b" <${saved.b}>',
    ])
  })

  it('a template in a protocol pack may name no value of a case', () => {
    const pack =
      'about: P\napis: [openai-chat]\noutcome: reply\nchecks:\n  - { id: p, rule: test.rule, answer: { contains: "${nonce.a}" } }\n'
    expect(described(asked(stated), { 'suites/protocol/p.yaml': pack })).toEqual([
      '5 nothing that is sent holds the nonce "a" <${nonce.a}>',
    ])
  })
})

describe('a mistake between files', () => {
  const pack = (id: string, more = ''): string =>
    `about: P\napis: [openai-chat]\noutcome: reply\n${more}checks:\n  - { id: ${id}, rule: test.rule, status: 200 }\n`

  it('a case id that two files give is reported at the second, with the first', () => {
    const [first] = problemsOf({
      ...suiteOf(asked(stated)),
      'suites/other/more.yaml': `suite: chat\nabout: B\ncases:\n${asked(stated)}`,
    })
    expect(first).toMatchObject({ file: 'suites/other/more.yaml', line: 4, column: 9 })
    expect(first?.message).toBe('the case id "chat.one" is taken at suites/chat/basic.yaml:4')
  })

  it('a rule id that two files give is reported', () => {
    const again = `about: B\nrules:\n  - { id: test.rule, level: must, text: t, url: 'https://a.b', read: '2026-01-01', remedy: r }\n`
    expect(described(asked(stated), { 'suites/rules/z.yaml': again })).toEqual([
      '3 the rule id "test.rule" is taken at suites/rules/test.yaml:3 <test.rule>',
    ])
  })

  it("a case's check may not have the id of a protocol check that judges the same step", () => {
    const own = check('status: 200').replace('id: a', 'id: p')
    expect(described(own, { 'suites/protocol/p.yaml': pack('p') })).toEqual([
      '9 the id "p" is taken by the protocol check at suites/protocol/p.yaml:5 <p>',
    ])
    const refused = own.replace('    checks', '    expect: error\n    checks')
    expect(described(refused, { 'suites/protocol/p.yaml': pack('p') })).toEqual([])
  })

  it('two packs that judge the same exchange may not share a check id', () => {
    const both = (more: string) => ({
      'suites/protocol/p.yaml': pack('p'),
      'suites/protocol/q.yaml': pack('p', more),
    })
    expect(described(asked(stated), both(''))).toEqual([
      '5 the check id "p" is taken at suites/protocol/p.yaml:5 <p>',
    ])
    expect(described(asked(stated), both('families: [llama]\n'))).toHaveLength(1)
    const apart = both('families: [llama]\n')
    const other = { ...apart, 'suites/protocol/p.yaml': pack('p', 'families: [gpt-oss]\n') }
    expect(described(asked(stated), other)).toEqual([])
  })

  it('a check may need a protocol check of its step', () => {
    const needing = check('status: 200, needs: [p]')
    expect(described(needing, { 'suites/protocol/p.yaml': pack('p') })).toEqual([])
    expect(described(needing, { 'suites/protocol/p.yaml': pack('q') })).toHaveLength(1)
  })

  it('a faulty rule is one problem: the checks that name it are not blamed', () => {
    const rules =
      "about: B\nrules:\n  - { id: other.rule, level: mist, text: t, url: 'https://a.b', read: '2026-01-01', remedy: r }\n"
    const naming = check('status: 200').replace('test.rule', 'other.rule')
    expect(described(naming, { 'suites/rules/z.yaml': rules })).toEqual([
      '3 expected "must", "should" or "may", found "mist" | did you mean "must"? <mist>',
    ])
  })

  it('one bad case does not hide the mistakes of another, nor of another file', () => {
    const bad = asked('say: 5').replace('id: one', 'id: bad')
    const all = described(bad + check('status: 200, step: x'), {
      'suites/rules/z.yaml': 'about: 5\n',
    })
    expect(all).toHaveLength(4)
  })
})
