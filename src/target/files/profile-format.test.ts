import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { profileFormat, symbolicErrors, toProfile } from './profile-format.ts'

const folder = new URL('../../../fixtures/profiles/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
const read = (file: string) =>
  profileFormat.parse(parse(readFileSync(new URL(file, folder), 'utf8')) as unknown)

const right = {
  id: 'a-b@2026-04',
  about: 'x',
  envelopes: ['openai'],
  errors: {
    'unknown-model': {
      source: 's',
      date: '2026-04',
      accept: [{ status: [404], envelope: ['openai'], code: ['model_not_found'] }],
    },
  },
}

it('a profile keeps what is accepted and leaves sources and notes in the file', () => {
  expect(toProfile(profileFormat.parse(right))).toStrictEqual({
    id: 'a-b@2026-04',
    envelopes: ['openai'],
    errors: {
      'unknown-model': [{ status: [404], envelope: ['openai'], code: ['model_not_found'] }],
    },
    deviations: [],
  })
})

it.each([
  ['an id without its date', { ...right, id: 'a-b' }],
  ['an unknown member', { ...right, extra: 1 }],
  [
    'an error that no profile knows',
    { ...right, errors: { 'unkown-model': right.errors['unknown-model'] } },
  ],
  [
    'an error without a source',
    { ...right, errors: { throttled: { date: '2026-04', accept: [] } } },
  ],
  [
    'an error that accepts nothing',
    { ...right, errors: { throttled: { source: 's', date: '2026-04', accept: [] } } },
  ],
  ['an unknown envelope', { ...right, envelopes: ['xml'] }],
  ['a deviation without a reason', { ...right, deviations: [{ check: 'a', finding: 'b' }] }],
])('the format refuses %s', (_, file) => {
  expect(profileFormat.safeParse(file).success).toBe(false)
})

describe.each(files)('%s', (file) => {
  const profile = read(file)

  it('says of every symbolic error what it looks like', () => {
    expect(Object.keys(profile.errors).toSorted()).toEqual([...symbolicErrors].toSorted())
  })

  it('accepts a success status for no error but a path that is not served', () => {
    const successes = Object.entries(profile.errors).flatMap(([name, entry]) =>
      (entry?.accept ?? [])
        .filter(({ status }) => status.some((one) => one < 400))
        .map(({ envelope }) => `${name} ${envelope.join()}`),
    )
    expect(successes.every((line) => line.endsWith(' unknown-operation'))).toBe(true)
  })

  it('accepts a server error for no fault of the client', () => {
    const ours = ['not-ready', 'timeout', 'unavailable', 'internal']
    const blamed = Object.entries(profile.errors).filter(
      ([name, entry]) =>
        !ours.includes(name) &&
        entry?.accept.some(({ status }) => status.some((one) => one >= 500 && one !== 501)),
    )
    expect(blamed).toEqual([])
  })

  it('names its id after the file', () => {
    expect(profile.id.split('@')[0]).toBe(file.replace('.yaml', ''))
  })

  it('dates and explains each deviation, and pins it to one finding', () => {
    for (const entry of profile.deviations) {
      expect(entry.since).toBeDefined()
      expect(entry.link).toMatch(/^https:/u)
      expect(entry.finding).not.toContain('*')
    }
  })
})
