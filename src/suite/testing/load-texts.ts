/** A suite folder in memory, for tests. */
import { z } from 'zod'
import type { Catalogue } from '../../model/case.ts'
import { renderProblem, type FileProblem } from '../../yaml/file-problem.ts'
import type { AssertionSchema, AssertionSchemas } from '../format/assertion-schema.ts'
import { toCatalogue } from '../load/catalogue.ts'
import { suiteFormat } from '../format/format.ts'
import { parseSuiteFile } from '../load/parse.ts'

const vocabulary: readonly AssertionSchema[] = [
  {
    name: 'status',
    about: 'The status is one of these.',
    args: z.union([z.int(), z.array(z.int()).min(1)]),
  },
  {
    name: 'usage',
    about: 'How usage compares.',
    args: z.strictObject({ prompt: z.enum(['more-than-control', 'same-as-first']).optional() }),
  },
  {
    name: 'usage-compare',
    about: 'How usage compares with another step, the control unless named.',
    args: z.strictObject({ prompt: z.enum(['more-than', 'equal']), than: z.string().optional() }),
  },
  {
    name: 'answer',
    about: 'What the answer holds.',
    args: z.strictObject({
      contains: z.string(),
      ignore: z.array(z.enum(['reasoning', 'case'])).optional(),
    }),
  },
  {
    name: 'variety',
    about: 'Repeats vary no more than those of another step.',
    args: z.strictObject({ of: z.literal('text'), notAbove: z.string() }),
  },
  {
    name: 'distinct',
    about: 'No value comes twice.',
    args: z.strictObject({ of: z.literal('text') }),
  },
  {
    name: 'unique-in-run',
    about: 'No other request of the run was answered with this id.',
    args: z.literal('answer'),
  },
]

/** A small vocabulary. */
export const fewAssertions: AssertionSchemas = new Map(
  vocabulary.map((assertion) => [assertion.name, assertion]),
)

/** Rules that the tests' checks name. */
export const rulesFile = `about: The rules of the tests.
rules:
  - { id: test.rule, level: must, text: A rule, url: 'https://example.com/rule', read: '2026-01-31', remedy: Do so. }
`

type Texts = Readonly<Record<string, string>>

const format = suiteFormat(fewAssertions)
const rules = parseSuiteFile(rulesFile, 'suites/rules/test.yaml', format)

function load(files: Texts): ReturnType<typeof toCatalogue> {
  const parsed = Object.entries(files).map(([file, text]) => parseSuiteFile(text, file, format))
  return toCatalogue([rules, ...parsed])
}

/** The catalogue of files that are right, given by name; the rules come by themselves. */
export function catalogueFrom(files: Texts): Catalogue {
  const loaded = load(files)
  if ('catalogue' in loaded) return loaded.catalogue
  throw new Error(loaded.problems.map((problem) => renderProblem(problem)).join('\n'))
}

/** The problems of files, given by name; none when they are right. */
export function problemsOf(files: Texts): readonly FileProblem[] {
  const loaded = load(files)
  return 'problems' in loaded ? loaded.problems : []
}

/** One suite file `suites/chat/basic.yaml` with the given cases, each indented as in a list. */
export function suiteOf(cases: string): Texts {
  return { 'suites/chat/basic.yaml': `suite: chat\nabout: Test\ncases:\n${cases}` }
}
