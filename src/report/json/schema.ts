/** `report.json`, schema version 1, as zod schemas: unknown members are kept. */
import { z } from 'zod'
import { answerClasses } from '../../model/answer.ts'
import { transportFailureKinds } from '../../model/exchange.ts'
import { mostShards } from '../../model/report.ts'
import { apiNames, kinds, levels, owners, reasons, verdicts } from '../../model/names.ts'

const amount = z.number().nonnegative()
const whole = amount.int()
/** It names files and folders, so it must not lead out of them. */
const plainName = z.string().regex(/^\w[\w.-]*$/, 'Expected letters, digits, ".", "_" and "-"')
const texts = z.array(z.string()).readonly()
const sourceSchema = z.looseObject({ file: z.string(), line: whole }).readonly()

const locationSchema = z
  .looseObject({
    byte: whole.exactOptional(),
    pointer: z.string().exactOptional(),
    item: whole.exactOptional(),
    header: z.string().exactOptional(),
    ms: amount.exactOptional(),
  })
  .readonly()

const findingSchema = z
  .looseObject({
    code: z.string(),
    message: z.string(),
    expected: z.string(),
    received: z.string(),
    at: locationSchema.exactOptional(),
  })
  .readonly()

const intervalSchema = z
  .looseObject({ passed: whole, runs: whole, low: amount, high: amount, floor: amount })
  .readonly()

const againstCheckSchema = z
  .looseObject({
    verdict: z.enum(verdicts),
    findings: texts.exactOptional(),
    blame: z.string().exactOptional(),
  })
  .readonly()

const differenceSchema = z
  .looseObject({
    what: z.enum(['status', 'content-type', 'member', 'type', 'order']),
    at: z.string(),
    here: z.string(),
    there: z.string(),
    blame: z.string(),
  })
  .readonly()

const againstCellSchema = z
  .looseObject({
    region: z.string(),
    model: z.string(),
    verdict: z.enum(verdicts),
    blame: z.string().exactOptional(),
    differences: z.array(differenceSchema).readonly(),
  })
  .readonly()

/** A check of a cell. */
export const checkSchema = z
  .looseObject({
    id: z.string(),
    level: z.enum(levels),
    kind: z.enum(kinds),
    rule: z.string(),
    verdict: z.enum(verdicts),
    finding: findingSchema.exactOptional(),
    moreFindings: whole.exactOptional(),
    alsoFound: z
      .array(z.looseObject({ code: z.string(), pointer: z.string().exactOptional() }).readonly())
      .readonly()
      .exactOptional(),
    reason: z.enum(reasons).exactOptional(),
    because: z.string().exactOptional(),
    fault: z.literal(true).exactOptional(),
    notes: texts.exactOptional(),
    statistics: intervalSchema.exactOptional(),
    against: againstCheckSchema.exactOptional(),
    known: z
      .looseObject({ reason: z.string(), link: z.string().exactOptional() })
      .readonly()
      .exactOptional(),
    since: z.looseObject({ at: z.string(), runs: whole }).readonly().exactOptional(),
    cause: z.string().exactOptional(),
    source: sourceSchema.exactOptional(),
    exchange: whole.exactOptional(),
    curl: z.string().exactOptional(),
  })
  .readonly()

const timingSchema = z
  .looseObject({ firstByte: amount, firstText: amount.exactOptional(), total: amount })
  .readonly()

const claimFields = { class: z.enum(answerClasses), source: z.string(), date: z.string() }
const availabilitySchema = z
  .looseObject({
    model: z.string(),
    class: z.enum(answerClasses),
    evidence: z
      .looseObject({
        status: whole.exactOptional(),
        code: z.string().exactOptional(),
        message: z.string().exactOptional(),
        requestId: z.string().exactOptional(),
        failure: z.enum(transportFailureKinds).exactOptional(),
      })
      .readonly(),
    expected: z
      .looseObject({
        ...claimFields,
        earlier: z.array(z.looseObject(claimFields).readonly()).readonly(),
      })
      .readonly()
      .exactOptional(),
  })
  .readonly()

const cellNameFields = {
  case: z.string(),
  api: z.enum(apiNames),
  region: z.string(),
  model: z.string(),
}

/** A cell of a report. */
export const cellSchema = z
  .looseObject({
    case: z.string(),
    suite: z.string(),
    title: z.string(),
    from: texts,
    api: z.enum(apiNames),
    region: z.string(),
    model: z.string(),
    verdict: z.enum(verdicts),
    durationMs: amount,
    requests: whole,
    reused: whole.exactOptional(),
    retries: whole,
    timing: timingSchema.exactOptional(),
    requestIds: texts,
    foreign: z.string().exactOptional(),
    replies: z.looseObject({ count: whole, empty: whole }).readonly().exactOptional(),
    because: z.string().exactOptional(),
    checks: z.array(checkSchema).readonly(),
    availability: availabilitySchema.exactOptional(),
    after: z
      .looseObject({ ...cellNameFields, because: z.string() })
      .readonly()
      .exactOptional(),
    source: sourceSchema,
    wire: z.string().exactOptional(),
    curl: z.string().exactOptional(),
    against: againstCellSchema.exactOptional(),
  })
  .readonly()

const counts = [
  'pass',
  'fail',
  'warn',
  'known',
  'fixed',
  'unsupported',
  'inconclusive',
  'error',
] as const
const summarySchema = z
  .looseObject({
    cells: whole,
    checks: whole,
    ...(Object.fromEntries(counts.map((name) => [name, whole])) as Record<
      (typeof counts)[number],
      typeof whole
    >),
    requests: whole,
  })
  .readonly()

const selectionSchema = z
  .looseObject({
    cases: texts.exactOptional(),
    apis: texts.exactOptional(),
    regions: texts.exactOptional(),
    models: texts.exactOptional(),
    level: z.enum(levels).exactOptional(),
    budget: z.string().exactOptional(),
    lastFailed: z.boolean().exactOptional(),
    shard: z
      .looseObject({
        index: whole,
        count: whole.max(mostShards),
        planned: whole,
        positions: z.array(whole).readonly(),
      })
      .readonly()
      .exactOptional(),
  })
  .readonly()

const text = z.string().exactOptional()
const entrySchema = z
  .looseObject({
    check: z.string(),
    finding: z.string(),
    api: text,
    region: text,
    model: text,
    pointer: text,
    intermittent: z.boolean().exactOptional(),
    reason: z.string(),
    link: text,
    owner: text,
    since: text,
    expires: text,
  })
  .readonly()

const causeSchema = z
  .looseObject({
    id: z.string(),
    rule: z.string(),
    code: z.string(),
    level: z.enum(levels),
    verdict: z.enum(['fail', 'error', 'warn', 'known', 'inconclusive']),
    owner: z.enum(owners),
    remedy: text,
    message: z.string(),
    apis: z.array(z.enum(apiNames)).readonly(),
    regions: texts,
    models: texts,
    checks: whole,
    cells: whole,
    warnings: whole.exactOptional(),
    passing: whole.exactOptional(),
    consequences: z
      .array(z.looseObject({ rule: z.string(), code: z.string(), checks: whole }).readonly())
      .readonly(),
    example: z.looseObject({ ...cellNameFields, check: z.string() }).readonly(),
  })
  .readonly()

export const reportSchema = z
  .looseObject({
    schemaVersion: z.literal(1),
    suiteVersion: z.string(),
    startedAt: z.iso.datetime({ offset: true }),
    durationMs: amount,
    target: z
      .looseObject({ name: plainName, endpoint: z.string(), version: z.string().exactOptional() })
      .readonly(),
    against: z
      .looseObject({
        name: z.string(),
        endpoint: z.string(),
        version: z.string().exactOptional(),
        requests: whole,
      })
      .readonly()
      .exactOptional(),
    summary: summarySchema,
    exitCode: whole,
    causes: z.array(causeSchema).readonly().exactOptional(),
    selection: selectionSchema.exactOptional(),
    // A command is printed that holds them.
    flags: z
      .array(z.string().regex(/^--[a-z][a-z0-9-]*(?:=|$)/))
      .readonly()
      .exactOptional(),
    power: z
      .looseObject({ requests: whole, share: amount, finds: whole, of: whole, leftOut: whole })
      .readonly()
      .exactOptional(),
    baseline: z.array(entrySchema).readonly().exactOptional(),
    strict: z.boolean().exactOptional(),
    interrupted: z.boolean().exactOptional(),
    problems: texts,
    cells: z.array(cellSchema).readonly(),
  })
  .readonly()
