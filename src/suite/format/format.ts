/** The YAML files of `suites/`: cases, protocol packs, rules. This is the definition of the format. */
import { z } from 'zod'
import { capabilities, owners } from '../../model/names.ts'
import type { AssertionSchemas } from './assertion-schema.ts'
import { checkFormats, type CheckYaml } from './check-format.ts'
import { apis, kebab, level, ruleId, text, textOrTexts } from './scalar-format.ts'
import { control, step, stepFields, variant } from './step-format.ts'

const scope = {
  families: z.array(text).optional().describe('Model families it is for; all when absent'),
  endpoints: z.array(text).optional().describe('Kinds of endpoint it is for; all when absent'),
}

function caseFormat(check: z.ZodType<CheckYaml>) {
  return z.strictObject({
    id: kebab,
    title: text,
    from: textOrTexts.optional().describe('Which documents it comes from'),
    covers: z.array(text).optional().describe('Rows of the catalogue'),
    apis,
    capability: z
      .enum(capabilities)
      .optional()
      .describe('When the target lacks it, only a clean refusal is demanded'),
    'asks-later': z
      .literal(true)
      .optional()
      .describe(
        'The first step asks for nothing of the capability: nothing is sent to a target that lacks it',
      ),
    ...scope,
    except: z
      .array(text)
      .min(1)
      .optional()
      .describe(
        'Models of these families that it is not for, by patterns of their ids in lower case',
      ),
    ids: z
      .array(text)
      .min(1)
      .optional()
      .describe(
        'Models of these families that it is for, by patterns of their ids in lower case; all when absent',
      ),
    upstream: z
      .literal('reference')
      .optional()
      .describe(
        'Only where the embedded reference is behind the target, to fail as the prompt asks',
      ),
    regions: z
      .enum(['everywhere', 'offered'])
      .optional()
      .describe('In all regions asked for, or in those where the model is expected to answer'),
    ...stepFields,
    control: control.optional(),
    variants: z.array(variant).min(1).optional(),
    steps: z.array(step).min(1).optional(),
    independent: z
      .literal(true)
      .optional()
      .describe('No step leaves behind what another could meet: other cases may send them'),
    checks: z
      .array(check)
      .optional()
      .describe('May be empty: then only protocol checks judge the case'),
  })
}

function packFormat(check: z.ZodType<CheckYaml>) {
  return z.strictObject({
    about: text,
    apis,
    outcome: z.enum(['reply', 'error', 'always']),
    ...scope,
    checks: z.array(check).min(1),
  })
}

const ruleFields = z.strictObject({
  id: ruleId,
  level,
  text: text.describe('A short paraphrase or quote'),
  url: z.string().regex(/^https?:\/\/\S+$/, 'expected an address that starts with https://'),
  read: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date such as 2026-01-31'),
  covers: z
    .array(text)
    .min(1)
    .optional()
    .describe("The specification's own names that it covers, such as TokenUsage.inputTokens"),
  remedy: text
    .optional()
    .describe("What the server's maintainer changes; required unless the rule is excluded"),
  owner: z.enum(owners).optional().describe('Who changes it; server when absent'),
  excluded: text.optional().describe('Why no check covers it'),
})

const rule = ruleFields.refine(({ remedy, excluded }) => remedy ?? excluded, {
  error: 'a rule needs a remedy, or the reason why it is excluded',
  path: ['remedy'],
})

const rulesFormat = z.strictObject({ about: text, rules: z.array(rule).min(1) })

export type CaseYaml = z.infer<ReturnType<typeof caseFormat>>
export type PackYaml = z.infer<ReturnType<typeof packFormat>>
export type RuleYaml = z.infer<typeof rule>

interface SuiteYaml {
  suite: string
  about: string
  cases: CaseYaml[]
}

export interface SuiteFormat {
  /** `suites/<theme>/*.yaml` */
  readonly suite: z.ZodType<SuiteYaml>
  /** One entry of `cases`. */
  readonly case: z.ZodType<CaseYaml>
  /** `suites/protocol/*.yaml` */
  readonly protocol: z.ZodType<PackYaml>
  /** `suites/rules/*.yaml` */
  readonly rules: z.ZodType<{ about: string; rules: RuleYaml[] }>
  /** One entry of `rules`. */
  readonly rule: z.ZodType<RuleYaml>
}

/**
 * The schemas of all files below `suites/`.
 *
 * @param assertions the check vocabulary: each name becomes a key that a check may have
 * @throws TypeError when an assertion is named like a member that every check has
 */
export function suiteFormat(assertions: AssertionSchemas): SuiteFormat {
  const { inCase, inPack } = checkFormats(assertions)
  const one = caseFormat(inCase)
  return {
    suite: z.strictObject({ suite: kebab, about: text, cases: z.array(one).min(1) }),
    case: one,
    protocol: packFormat(inPack),
    rules: rulesFormat,
    rule,
  }
}
