import { expect, it } from 'vitest'
import { possibleChecks } from '../../model/plan.ts'
import { catalogueFrom } from '../testing/load-texts.ts'
import { endpointOf, modelOf } from '../testing/targets.ts'
import { exchangeCompiler } from './exchange.ts'

const [gpt, other] = ['gpt', 'other'].map((id) => modelOf(id, 'gpt-oss', ['openai-chat']))
const compile = exchangeCompiler(
  catalogueFrom({
    'suites/protocol/a.yaml':
      'about: P\napis: [openai-chat, converse]\noutcome: always\nchecks:\n  - { id: a, level: should, rule: test.rule, status: 200 }\n',
  }),
)

function exchange(id: string, model = gpt!, wants?: () => boolean) {
  const endpoint = endpointOf('bedrock', ['openai-chat'], [model], ['us-west-2'])
  const as = { api: 'openai-chat' as const, region: 'us-west-2', model, endpoint }
  const source = { file: `${id}.har`, line: 7 }
  return compile({ id, title: `Title of ${id}`, source, as: { ...as, ...(wants && { wants }) } })
}

it('an exchange is judged as a case of its own, where it was recorded', () => {
  const cell = exchange('har.one', other!)
  const { id, title, source, suite } = cell.case
  expect({ id, title, source, suite }).toEqual({
    id: 'har.one',
    title: 'Title of har.one',
    source: { file: 'har.one.har', line: 7 },
    suite: 'har',
  })
  expect(cell.steps[0]?.model.id).toBe('other')
})

it('exchanges of one API share their checks, of which each may have asked for some', () => {
  const [one, two] = [exchange('har.one'), exchange('har.two', other!)]
  expect(one.steps[0]?.checks).toBe(two.steps[0]?.checks)
  expect(possibleChecks(one.steps[0]!).map(({ id }) => id)).toEqual(['a'])
  const none = exchange('har.three', gpt!, () => false)
  expect(possibleChecks(none.steps[0]!)).toEqual([])
})
