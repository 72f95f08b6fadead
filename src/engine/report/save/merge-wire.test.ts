import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../cli/testing/program.ts'
import { mergeWire } from './merge-wire.ts'

function part(name: string, text: string): string {
  const directory = temporaryFolder()
  mkdirSync(join(directory, 'wire'))
  writeFileSync(join(directory, 'wire', name), text)
  return directory
}

const har = (comment: string): string => JSON.stringify({ log: { entries: [{ comment }] } })

it('a recording of several parts is one, and a part without recordings has no problem', async () => {
  const parts = [part('a.har', har('one')), part('a.har', har('two')), temporaryFolder()]
  const { wire, problems } = await mergeWire(parts, [])
  expect(wire.map(({ path }) => path)).toEqual(['wire/a.har'])
  expect(wire[0]?.text()).toMatch(/one[^]*two/)
  expect(problems).toEqual([])
})

it.each(['{"log":', '{"log":{}}', '[]', '{"log":{"entries":[null]}}'])(
  'a recording that is %s is a problem',
  async (text) => {
    const { wire, problems } = await mergeWire([part('a.har', har('one')), part('b.har', text)], [])
    expect(wire).toHaveLength(1)
    expect(problems).toEqual([
      expect.stringMatching(/b\.har cannot be read, so its exchanges are not recorded here\.$/),
    ])
  },
)

it('the bodies beside the recordings are kept, each once', async () => {
  const parts = ['a', 'a', 'b'].map((name) => part(`${name}.0123456789ab.body`, name))
  const { wire } = await mergeWire(parts, [])
  expect(wire.map(({ path, text }) => [path, text()])).toEqual([
    ['wire/a.0123456789ab.body', 'a'],
    ['wire/b.0123456789ab.body', 'b'],
  ])
})
