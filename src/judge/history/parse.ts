/** The history file: one JSON object a line. */
import { z } from 'zod'
import type { HistoryEntry } from '../../model/run/history.ts'
import { verdicts } from '../../model/names.ts'
import { failingVerdicts } from '../verdict/verdict-sets.ts'

const whole = z.number().int().nonnegative()
const quantiles = z.looseObject({ p50: z.number(), p95: z.number() })
const entrySchema = z.looseObject({
  v: z.literal(1),
  at: z.string(),
  suite: z.string(),
  endpoint: z.string(),
  version: z.string().exactOptional(),
  exit: whole,
  durationMs: z.number(),
  cells: whole,
  checks: whole,
  verdicts: z.partialRecord(z.enum(verdicts), whole),
  places: z.array(z.string()),
  failing: z.array(
    z.looseObject({
      check: z.string(),
      code: z.string(),
      verdict: z.enum(failingVerdicts),
      at: z.array(whole),
    }),
  ),
  open: z.array(z.looseObject({ check: z.string(), at: z.array(whole) })),
  timing: z
    .looseObject({
      firstByte: quantiles.exactOptional(),
      firstText: quantiles.exactOptional(),
      total: quantiles.exactOptional(),
    })
    .exactOptional(),
})

/** Reads a history file. Lines that are not entries (a full disk, another version) are counted. */
export function parseHistory(text: string): {
  readonly entries: readonly HistoryEntry[]
  readonly unreadable: number
} {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const entries = lines.flatMap((line) => parseLine(line) ?? [])
  return { entries, unreadable: lines.length - entries.length }
}

function parseLine(line: string): HistoryEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
