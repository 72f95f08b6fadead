/** The check of the rows that are about the replies of all cells of an API. */
import { mainStep, type Check } from '../case.ts'

/** Not in `suites`, since no request is sent for it. */
export const repliesCheck: Check = {
  id: 'not-empty',
  level: 'should',
  kind: 'protocol',
  rule: 'notebook.answered',
  assert: 'not-empty',
  args: true,
  step: mainStep,
  needs: [],
  source: { file: 'suites/rules/notebook.yaml', line: 1 },
}
