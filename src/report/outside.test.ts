/** Text of servers, planted in every string of a report, gives no orders in any output. */
import { expect, it } from 'vitest'
import { wholeText } from '../model/text/pieces.ts'
import { formats } from './formats.ts'
import { outageAnnotation, renderAnnotations } from './github/annotations.ts'
import { fitSummary, renderOutage } from './github/step-summary.ts'
import { modelOf } from './model/model.ts'
import { renderRegionsText } from './regions/regions-text.ts'
import { renderSummary } from './terminal/terminal.ts'
import { dangerous, hostile, reportSaying } from './testing/sample.ts'

const model = modelOf(reportSaying(hostile))
const layout = { colour: false, columns: 80, reports: [] }

const outputs: readonly (readonly [string, string])[] = [
  ...formats.map(({ file, render }): [string, string] => [
    file,
    [...render(model, {})].map(wholeText).join(''),
  ]),
  ['the terminal', renderSummary(model, layout)],
  ['a narrow terminal', renderSummary(model, { ...layout, columns: 41 })],
  ['the matrix of regions', renderRegionsText(model)],
  ...renderAnnotations(model).map((line, index): [string, string] => [`annotation ${index}`, line]),
  ['the annotation of an outage', outageAnnotation('t', hostile)],
  ['the summary of an outage', renderOutage('t', hostile)],
]

it.each(outputs)('%s holds no control, no deceptive character and no command', (_, text) => {
  // Line ends and the tags of JUnit are our own.
  expect(text.replaceAll('\n', ' ')).not.toMatch(dangerous)
})

it.each(outputs)('%s has no line that begins a command, however it is wrapped', (name, text) => {
  const lines = text.split('\n').filter((line) => /^\s*::[a-z]/i.test(line))
  expect(lines.length).toBe(name.includes('annotation') ? 1 : 0)
})

it('the page of a step is cut without a half of a character', () => {
  expect(
    fitSummary(
      outputs
        .map(([, text]) => text)
        .join('\n')
        .repeat(50),
      0,
    ),
  ).not.toMatch(/\p{Cs}/u)
})
