import { expect, it } from 'vitest'
import { width } from '../text/width.ts'
import { renderDiagnosis } from './doctor.ts'

it.each([40, 80, 120])('keeps names and what is said of them within %i columns', (columns) => {
  const message = 'A plain conversation with openai.gpt-oss-20b-1:0 on openai-chat is answered.'
  const reached = [true, false].map((ok) => ({
    front: 'bedrock',
    region: 'us-west-2',
    model: 'openai.gpt-oss-20b-1:0',
    ok,
    message,
    remedy: 'Ask for access to the model in the console of the region.',
  }))
  const text = renderDiagnosis({ found: [], targets: [], reached, remedies: [] }, columns)
  expect(Math.max(...text.split('\n').map(width))).toBeLessThanOrEqual(columns)
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    `✓ bedrock us-west-2 openai.gpt-oss-20b-1:0: ${message}`,
  )
})
