import { expect, it } from 'vitest'
import type { ApiName, Verdict } from '../../../model/names.ts'
import type { CellResult } from '../../../model/report.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'

const apis: readonly ApiName[] = ['openai-chat', 'converse', 'invoke', 'anthropic-messages']

/** A cell on each API with one check of a rule about the text. */
function judged(code: string, verdict: Verdict, on = apis): CellResult[] {
  const check = judgedCheck(code, verdict, code, { rule: `rule.${code}` })
  return on.map((api) => judgedCell([check], { case: `a.${code}`, api }))
}

const codesIn = (cells: readonly CellResult[]): string[] =>
  causesOf(cells, { target: 't' }).causes.map(({ code }) => code)

const json = judged('text.not-json', 'fail')
const stop = judged('text.stop-emitted', 'fail')

it('texts of which three kinds of checks never pass are one cause', () => {
  const prompt = judged('bedrock.llama-prompt', 'fail', ['invoke'])
  expect(codesIn([...json, ...stop, ...prompt])).toHaveLength(1)
  const [cause] = causesOf([...json, ...stop, ...prompt], { target: 't' }).causes
  expect(cause?.message).toMatch(/^It is text\.not-json\. Texts fail .* bedrock\.llama-prompt\.$/)
})

it('two kinds may have a cause each', () => {
  expect(codesIn([...json, ...stop])).toEqual(['text.not-json', 'text.stop-emitted'])
})

it('a kind that passes elsewhere, is known or is not about texts has a cause of its own', () => {
  const missing = judged('text.missing', 'fail')
  const passing = judged('text.missing', 'pass')
  expect(codesIn([...json, ...stop, ...missing])).toHaveLength(1)
  expect(codesIn([...json, ...stop, ...missing, ...passing])).toHaveLength(3)
  expect(codesIn([...json, ...stop, ...judged('text.missing', 'known')])).toHaveLength(3)
  expect(codesIn([...json, ...stop, ...judged('usage.sum', 'fail')])).toHaveLength(3)
})

it('kinds that fail on few APIs are not taken for the model', () => {
  const few: readonly ApiName[] = ['openai-chat', 'openai-chat-stream']
  const cells = ['text.not-json', 'text.stop-emitted', 'text.missing'].flatMap((code) =>
    judged(code, 'fail', few),
  )
  expect(codesIn(cells)).toHaveLength(3)
})
