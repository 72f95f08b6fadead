import { expect, it } from 'vitest'
import { codes, reply } from '../../testing/see.ts'

const asking = (...sources: readonly object[]) => ({
  messages: [{ role: 'user', content: sources.map((source) => ({ document: { source } })) }],
})
const inParts = { content: [{ text: 'The locker is\nnumber' }, { text: ' 7. ' }] }
const chunk = { documentChunk: { documentIndex: 0, start: 0, end: 1 } }

function quoted(text: unknown, request: object, location: object = chunk): readonly string[] {
  const citation = { location, sourceContent: [{ text }] }
  const content = [{ citationsContent: { content: [{ text: '7' }], citations: [citation] } }]
  const json = { output: { message: { role: 'assistant', content } }, stopReason: 'end_turn' }
  return codes('citations-quoted', reply('converse', json, request))
}

it('a citation quotes a document that was sent, in whichever lines', () => {
  expect(quoted('locker is number 7.', asking(inParts))).toEqual([])
  expect(quoted('number 8.', asking(inParts))).toEqual(['citation-source'])
  expect(quoted('Hello.', asking({ text: 'Hello. Bye.' }, inParts))).toEqual([])
})

it('it is not judged where a document is no text, or it cites something else', () => {
  expect(quoted('number 8.', asking(inParts, { bytes: 'QQ==' }))).toEqual([])
  expect(quoted('number 8.', { messages: [] })).toEqual([])
  expect(quoted('number 8.', asking(inParts), { web: { url: 'https://a.example' } })).toEqual([])
  expect(quoted(5, asking(inParts))).toEqual([])
})

it('takes the documents in results of tools as sources, too', () => {
  const own = asking({ text: 'The locker is number 7.' }).messages
  const document = { source: { text: 'The key is blue.' } }
  const result = { role: 'user', content: [{ toolResult: { content: [{ document }] } }] }
  const request = { messages: [...own, result] }
  expect(quoted('The key is blue.', request)).toEqual([])
  expect(quoted('The key is red.', request)).toEqual(['citation-source'])
})
