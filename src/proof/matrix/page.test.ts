import { expect, it } from 'vitest'
import type { Matrix } from './matrix.ts'
import { renderMatrixHtml } from './page.ts'

const share = { count: 1, of: 2 }
const row = {
  id: 'created-zero',
  kind: 'mutant',
  about: '`created` is 0.',
  seen: ['ST-08'],
  verdict: 'survived',
  by: [],
  missed: ['*/created-now'],
  blamed: [],
  cells: 3,
  requests: 4,
  durationMs: 5,
} as const
const matrix: Matrix = {
  head: { mutantsKilled: share, odditiesGreen: share, checksProven: share, rulesCovered: share },
  partial: true,
  everywhere: false,
  rows: [row, { ...row, id: 'odd', kind: 'oddity', verdict: 'green' }],
  checks: [],
  hostile: [],
  problems: ['The mutant created-zero survived.'],
  cost: { cells: 3, requests: 4 },
}

it('the page of a kill matrix is headed by its problems, and has each deviation', () => {
  const page = renderMatrixHtml(matrix)
  expect(page).toContain('<title>NOT PROVEN: kill matrix</title>')
  expect(page).toContain('"title":"Problems","tone":"bad"')
  expect(page).toContain('["created-zero","survived","`created` is 0.","ST-08","","3"]')
  expect(page).toContain('["odd","green"')
  expect(page).not.toContain('"title":"Checks"')
})

it('a kill matrix without problems is proven', () => {
  expect(renderMatrixHtml({ ...matrix, problems: [] })).toContain(
    '<title>PROVEN: kill matrix</title>',
  )
})
