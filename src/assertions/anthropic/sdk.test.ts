/** The types of the official package against what is checked: each required member is, or its absence is explained. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asObject, listOf, type Members } from '../../model/json/shape.ts'
import { schemaNamed, validatorNamed } from '../json/schema/files.ts'
import { verdict } from '../testing/judge.ts'
import { begin, call, message, stop, streamed, text, totals, whole } from './testing/talk.ts'

const entry = createRequire(import.meta.url).resolve('@anthropic-ai/sdk')
const types = readFileSync(join(dirname(entry), 'resources/messages/messages.d.ts'), 'utf8')

/** The alternatives of a union type. */
function unionOf(name: string): string[] {
  const found = new RegExp(`^export type ${name} = ([^;]+);`, 'mu').exec(types)?.[1] ?? ''
  return found.split('|').map((part) => part.trim().replaceAll("'", ''))
}

/** Members of an interface that are not optional. */
function requiredOf(name: string): string[] {
  const body =
    new RegExp(`^export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, 'mu').exec(types)?.[1] ?? ''
  return Array.from(body.matchAll(/^ {4}(\w+): /gmu), ([, member = '']) => member)
}

function typeOf(name: string): string {
  const body =
    new RegExp(`^export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, 'mu').exec(types)?.[1] ?? ''
  return /^ {4}type: '(\w+)'/mu.exec(body)?.[1] ?? ''
}

function requiredBy(schema: unknown): readonly unknown[] {
  const members = asObject(schema)
  return listOf(asObject(members['else'])['required'] ?? members['required'])
}

/** Typed as required, and absent from recorded bodies of Bedrock and of 2024 to 2025. */
const absent = {
  Message: ['container', 'diagnostics', 'stop_details'],
  Usage: [
    'cache_creation',
    'cache_creation_input_tokens',
    'cache_read_input_tokens',
    'inference_geo',
    'output_tokens_details',
    'server_tool_use',
    'service_tier',
    'speed',
  ],
}

describe('the official package', () => {
  it.each([
    ['Message', 'anthropic.message'],
    ['Usage', 'anthropic.usage'],
  ] as const)(
    'requires of %s what the schema does, but for what bodies leave out',
    (name, schema) => {
      const required = requiredOf(name)
      expect(required.length).toBeGreaterThan(4)
      expect([...requiredBy(schemaNamed(schema)), ...absent[name]].toSorted()).toEqual(
        required.toSorted(),
      )
    },
  )

  it('has the stop reasons that are accepted, and no other', () => {
    const reasons = unionOf('StopReason')
    expect(reasons).toHaveLength(7)
    for (const reason of reasons) {
      const content = reason === 'tool_use' ? [call('toolu_1')] : [text('Sol')]
      const met = reason === 'stop_sequence' ? 'END' : null
      const json = message(content, { stop_reason: reason, stop_sequence: met })
      expect(verdict('message-stop', true, whole(json)), reason).toBe('pass')
    }
  })

  it('has events whose members the schema of events demands', () => {
    const validate = validatorNamed('anthropic.stream-event')
    const names = unionOf('RawMessageStreamEvent')
    expect(names).toHaveLength(6)
    for (const name of names) {
      for (const member of requiredOf(name).filter((one) => one !== 'type')) {
        const event = full(typeOf(name))
        expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
        expect(validate({ ...event, [member]: undefined }), `${name}.${member}`).toBe(false)
      }
    }
  })

  it('has blocks and deltas that a stream may hold', () => {
    const blocks = unionOf('ContentBlock').map(typeOf)
    expect(blocks).not.toContain('')
    for (const type of blocks) {
      const block = { ...filler, type }
      const events = [
        begin(),
        { type: 'content_block_start', index: 0, content_block: block },
        { type: 'content_block_stop', index: 0 },
        totals(type === 'tool_use' ? { stop_reason: 'tool_use' } : {}),
        stop,
      ]
      expect(verdict('message-events', true, streamed(events)), type).toBe('pass')
      expect(verdict('schema', 'anthropic.message', whole(message([block]))), type).toBe('pass')
    }
    for (const type of unionOf('RawContentBlockDelta').map(typeOf)) {
      const event = { type: 'content_block_delta', index: 0, delta: { ...filler, type } }
      expect(validatorNamed('anthropic.stream-event')(event), type).toBe(true)
      const bare = { ...event, delta: { type } }
      expect(validatorNamed('anthropic.stream-event')(bare), type).toBe(false)
    }
  })
})

/** A value for every member that some block or delta has. */
const filler: Members = {
  id: 'toolu_1',
  name: 'weather',
  input: {},
  text: '',
  thinking: '',
  signature: 's',
  data: 'd',
  tool_use_id: 'srvtoolu_1',
  content: [],
  citation: {},
  partial_json: '',
}

function full(type: string): Members {
  const members: Members = {
    message_start: { message: begin()['message'] },
    content_block_start: { index: 0, content_block: text('') },
    content_block_delta: { index: 0, delta: { type: 'text_delta', text: '' } },
    content_block_stop: { index: 0 },
    message_delta: { delta: totals()['delta'], usage: { output_tokens: 1 } },
    message_stop: {},
  }
  return { type, ...asObject(members[type]) }
}
