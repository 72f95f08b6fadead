import { expect, it } from 'vitest'
import { promptTexts } from './prompt-texts.ts'

const thought = 'They greet me.'
const summary = [{ type: 'summary_text', text: thought }]

it('gives all that is said to a model, in the order of the request', () => {
  const request = {
    system: [{ text: 'Be brief.' }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'assistant', content: 'Hello' },
      { role: 'tool', content: [{ json: {} }, { text: 'rain' }] },
    ],
    prompt: 'Go on',
  }
  expect(promptTexts(request)).toEqual(['Be brief.', 'Hi', 'Hello', 'rain', 'Go on'])
})

it.each<[string, unknown]>([
  ['a reasoning item of Responses', { input: [{ type: 'reasoning', id: 'rs_1', summary }] }],
  [
    'a reasoning item with its text',
    { input: [{ type: 'reasoning', content: [{ type: 'reasoning_text', text: thought }] }] },
  ],
  [
    'a block of Converse',
    { content: [{ reasoningContent: { reasoningText: { text: thought, signature: 's' } } }] },
  ],
  [
    'a thinking part of Mistral',
    { content: [{ type: 'thinking', thinking: [{ type: 'text', text: thought }] }] },
  ],
  ['a reasoning part of a message', { content: [{ type: 'reasoning', text: thought }] }],
  ['details of reasoning', { reasoning_details: [{ type: 'reasoning.text', text: thought }] }],
  ['a prediction of the answer', { prediction: { type: 'content', content: thought } }],
  ['metadata', { metadata: { text: thought }, requestMetadata: { prompt: thought } }],
])('leaves out %s, which a server need not give to the model', (_, request) => {
  expect(promptTexts(request)).toEqual([])
})
