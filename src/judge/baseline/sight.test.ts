import { describe, expect, it } from 'vitest'
import type { RunSelection } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { baselineEntry, judgedCell, judgedCheck } from '../testing/cells.ts'
import { mayBeHidden, mayBeLeftOut } from './sight.ts'

const shard = { index: 1, count: 2, planned: 2, positions: [0] }
const exact = { check: 'stream.basic/x', api: 'converse', region: 'us-west-2', model: 'm' } as const
const cells = [judgedCell([judgedCheck('y')], { case: 'stream.basic', ...exact })]

describe('part of the scope of an entry', () => {
  it.each<[RunSelection | undefined, Partial<BaselineEntry>, boolean]>([
    [undefined, {}, false],
    [{}, { check: '*' }, false],
    [{ shard }, exact, true],
    [{ budget: '2m' }, exact, true],
    [{ lastFailed: true }, exact, true],
    [{ cases: ['stream.basic'] }, exact, false],
    [{ cases: ['stream.basic'] }, { check: 'stream.*/x' }, true],
    [{ cases: ['stream.basic'] }, { check: 'stream.basi?/x' }, true],
    [{ regions: ['us-west-2'] }, { region: 'us-west-?' }, true],
    [{ level: 'must' }, exact, false],
    [{ level: 'must' }, { check: '*/x' }, true],
    [{ apis: ['converse'] }, { check: 'a/x' }, true],
    [{ apis: ['converse'] }, { check: 'a/x', api: 'converse*' }, true],
    [{ apis: ['converse'] }, exact, false],
    [{ regions: ['us-west-2'] }, { api: 'converse' }, true],
    [{ regions: ['us-west-2'] }, { region: 'us-west-2' }, false],
    [{ models: ['m'] }, { region: 'us-west-2' }, true],
    [{ apis: ['converse'], regions: ['us-west-2'], models: ['m'] }, exact, false],
  ])('may lie outside %j: %j', (selection, given, hidden) => {
    expect(mayBeHidden(baselineEntry(given), selection)).toBe(hidden)
  })
})

describe('the check of an entry', () => {
  it.each<[RunSelection | undefined, Partial<BaselineEntry>, boolean]>([
    [undefined, exact, false],
    [{ shard }, exact, true],
    [{ level: 'must' }, exact, true],
    [{ cases: ['stream.basic'] }, exact, false],
    [{ cases: ['stream.basic', 'chat.a/x'] }, exact, true],
    [{ cases: ['chat.*'] }, { ...exact, check: 'chat.a/x' }, true],
    [{ apis: ['converse'] }, exact, false],
    [{ apis: ['invoke'] }, { ...exact, api: 'invoke' }, true],
    [{ regions: ['eu-west-1'] }, { ...exact, region: 'eu-west-1' }, true],
    [{ models: ['n'] }, { ...exact, model: 'n' }, true],
  ])('may be missing only because of %j: %j', (selection, given, leftOut) => {
    expect(mayBeLeftOut(baselineEntry(given), cells, selection)).toBe(leftOut)
  })
})
