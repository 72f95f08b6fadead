/** The client's own key is no fault of the server: preflight and doctor are about it. */
import { expect, it } from 'vitest'
import { loadSuite } from '../load-suite.ts'

const { cases, packs } = loadSuite()
const checks = [...cases, ...packs].flatMap((each) => each.checks)

it('no check of the own key is a must', () => {
  const ofKey = checks.filter(({ assert }) => assert === 'key')
  expect(ofKey.map(({ id }) => id)).toContain('region')
  expect(ofKey.filter(({ level }) => level === 'must')).toEqual([])
})
