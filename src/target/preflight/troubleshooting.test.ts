import { expect, it } from 'vitest'
import { answerClasses } from '../../model/answer.ts'
import { troubleshooting, troubleshootingFor } from './troubleshooting.ts'

it('the troubleshooting table has a line for every class of answers that is an obstacle', () => {
  const described = new Set(troubleshooting.map((problem) => problem.class))
  const fine = ['available', 'unclassified']
  expect(answerClasses.filter((found) => !described.has(found) && !fine.includes(found))).toEqual(
    [],
  )
})

it('the troubleshooting table holds the rows of the notebook’s table', () => {
  const says = troubleshooting.map((problem) => problem.says).join('\n')
  for (const row of ['Connection refused', '401 Unauthorized', 'Model not found', 'expired']) {
    expect(says).toContain(row)
  }
})

it('the troubleshooting table knows what stops an installation of Llama Stack', () => {
  const of = (words: string): string | undefined =>
    troubleshooting.find(({ says }) => says.includes(words))?.remedy
  expect(of('McpError')).toMatch(/'mcp<2'.*ogx/)
  expect(of('image_name')).toContain('image_name: bedrock')
  expect(of('from OGX')).toContain('AWS_BEDROCK_BEARER_TOKEN')
})

it('the troubleshooting table knows what a call by profile needs', () => {
  const found = troubleshooting.find(({ says }) => says.includes('called by its profile'))
  expect(found?.remedy).toContain('project/default')
})

it('the troubleshooting table gives one line of advice for each', () => {
  for (const { remedy } of troubleshooting) expect(remedy).toMatch(/^[A-Z].{10,110}\.$/u)
})

it('the troubleshooting table of an endpoint lacks what is met at others alone', () => {
  const textOf = (kinds: Parameters<typeof troubleshootingFor>[0]) =>
    troubleshootingFor(kinds)
      .map(({ says, remedy }) => `${says} ${remedy}`)
      .join('\n')
  expect(textOf(['bedrock'])).not.toMatch(/llama stack|OGX/i)
  expect(textOf(['bedrock'])).toContain('Bearer Token has expired')
  expect(textOf(['bedrock', 'llamastack'])).toContain('OGX')
  expect(troubleshootingFor([])).toEqual(troubleshooting)
})
