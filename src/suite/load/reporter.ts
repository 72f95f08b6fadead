/** Collects the mistakes that conversion finds. */
import type { FileProblem } from '../../yaml/file-problem.ts'
import type { ProblemOptions, YamlFile } from '../../yaml/yaml-file.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import type { Source } from '../../model/case.ts'

export interface Reporter {
  readonly problems: readonly FileProblem[]
  readonly add: (path: Path, message: string, options?: ProblemOptions) => void
  readonly source: (path: Path) => Source
}

/** Collects problems of one file. */
export function reporter(yaml: YamlFile): Reporter {
  const problems: FileProblem[] = []
  return {
    problems,
    add: (path, message, options) => problems.push(yaml.problemAt(path, message, options)),
    source: (path) => ({ file: yaml.file, line: yaml.locate(path).line }),
  }
}
