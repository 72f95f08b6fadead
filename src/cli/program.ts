/** Commands and flags. Each command's code is loaded only when it is asked for. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { levels } from '../model/words.ts'
import { frontNames } from '../target/files/target-format.ts'
import { nearest } from '../model/nearest.ts'
import { authModes } from '../target/resolve/resolved.ts'
import { version } from '../model/package.ts'

/** Receives the exit code that a command came to. */
type Finish = (code: number) => void

const list = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const collect = (value: string, earlier: string[] = []): string[] => [...earlier, value]

function wholeNumber(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (Number.isInteger(number) && number >= least) return number
    throw new InvalidArgumentError(`Expected a whole number from ${least} up.`)
  }
}

function shard(value: string): { index: number; count: number } {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(value) ?? []).map(Number)
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) {
    return { index, count }
  }
  throw new InvalidArgumentError('Expected i/n with 1 ≤ i ≤ n, for example 2/7.')
}

/** Flags that choose a target and what is sent to it. */
function withSelection(command: Command): Command {
  return command
    .option('--target <name>', 'the server to judge', 'reference')
    .option('--endpoint <url>', 'where it lives; may contain {region}')
    .option('--region <names>', 'regions, separated by commas, globs or "all"', list)
    .option('--model <ids>', 'model ids, separated by commas', list)
    .option(
      '--case <glob>',
      'only these cases, for example "stream.*" or "chat.simple/status"; repeatable',
      collect,
    )
    .option('--api <names>', 'only these APIs, separated by commas', list)
    .addOption(
      new Option('--level <level>', 'only checks of this level or a stricter one').choices([
        ...levels,
      ]),
    )
    .option('--shard <i/n>', 'only the i-th of n parts of the cells', shard)
    .option('--samples <n>', 'how often a behaviour is asked for', wholeNumber(1))
    .addOption(
      new Option(
        '--upstream <name>',
        'what stands behind the target; "reference" lets cases ask it for faults',
      ).choices(['reference']),
    )
    .addOption(
      new Option(
        '--auth <way>',
        'key: Bedrock keys, made from AWS credentials where needed; sigv4: signatures; auto',
      ).choices([...authModes]),
    )
    .addOption(new Option('--mutant <id>', 'give the reference one deliberate defect'))
    .addOption(new Option('--oddity <id>', 'give the reference one unusual but legal habit'))
    .option(
      '--trouble <region=kind>',
      'play what can be the matter with a region of the reference; repeatable',
      collect,
    )
}

function addRun(program: Command, finish: Finish): void {
  withSelection(program.command('run'))
    .description('judge a target and write the reports')
    .option('--strict', 'should gates like must', false)
    .option('--baseline <file>', 'known deviations: a file, or "none"')
    .option('--update-baseline', 'record what fails in the baseline, take out what is gone')
    .option('--history <dir>', 'where each run leaves a line, or "none" (default: reports/history)')
    .option('--against <name>', 'run the same cells on a second target, and say who is at fault')
    .option('--against-endpoint <url>', 'where the second target lives; may contain {region}')
    .option('--concurrency <n>', 'exchanges at a time with one host', wholeNumber(1))
    .option('--timeout <ms>', 'longest wait for a first byte, and longest silence', wholeNumber(1))
    .option('--report-dir <dir>', 'where the reports go (default: reports/<target>)')
    .option('--json', 'print report.json instead of the summary', false)
    .option('--list', 'show what would run, and send nothing', false)
    .action(async (flags) => {
      if (flags.list === true) finish(await (await import('./commands/list.ts')).list(flags))
      else finish(await (await import('./commands/run.ts')).run(flags))
    })
}

function addList(program: Command, finish: Finish): void {
  withSelection(program.command('list'))
    .description('show the cases with their sources, and what running them costs')
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish(await (await import('./commands/list.ts')).list(flags))
    })
}

function addExplain(program: Command, finish: Finish): void {
  program
    .command('explain')
    .description('say what a case, a check or a rule demands, and where that is written')
    .argument('<id>', 'for example stream.basic, stream.basic/done-last or openai.stream.done')
    .action(async (id) => {
      finish((await import('./commands/explain.ts')).explain(id))
    })
}

function addRules(program: Command, finish: Finish): void {
  program
    .command('rules')
    .description('show which rules of the specifications are checked, which are not, and why')
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish((await import('./commands/rules.ts')).rules(flags))
    })
}

function addDoctor(program: Command, finish: Finish): void {
  program
    .command('doctor')
    .description('say what stands between this machine and a target, and what to do about it')
    .option('--target <name>', 'ask this server too')
    .option('--endpoint <url>', 'where it lives; may contain {region}')
    .option('--region <names>', 'regions, separated by commas, globs or "all"', list)
    .option('--model <ids>', 'model ids, separated by commas', list)
    .addOption(new Option('--auth <way>', 'key, sigv4 or auto').choices([...authModes]))
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish(await (await import('./commands/doctor.ts')).doctor(flags))
    })
}

function addServe(program: Command, finish: Finish): void {
  program
    .command('serve')
    .description('run the reference server for others to use')
    .option('--port <n>', 'of the Bedrock front (default: a free one)', wholeNumber(0))
    .option('--mutant <id>', 'play one deliberate defect')
    .option('--oddity <id>', 'play one unusual but legal habit')
    .option(
      '--trouble <region=kind>',
      'play what can be the matter with a region; repeatable',
      collect,
    )
    .option('--latency <ms>', 'wait before every answer', wholeNumber(0))
    .option('--key-region <region>', 'region of the key that is printed')
    .option('--key-expired', 'print a key that has expired')
    .option('--proxy', 'add a proxy that answers as the real Bedrock hosts over TLS')
    .action(async (flags) => {
      finish(await (await import('./commands/serve.ts')).serve(flags))
    })
}

function addE2e(program: Command, finish: Finish): void {
  program
    .command('e2e')
    .description('judge real Llama Stack servers in front of the reference, and run real clients')
    .argument('[flags...]', 'added to each run of the suite, for example --baseline=none')
    .option('--only <names>', 'parts, separated by commas: llama-stack, ogx, aws-cli', list)
    .allowUnknownOption()
    .action(async (more, flags) => {
      finish(await (await import('./commands/e2e.ts')).e2e(flags, more))
    })
}

function addCompare(program: Command, finish: Finish): void {
  program
    .command('compare')
    .description('say what changed between runs: what is worse, what is mended, since when')
    .argument('<reports...>', 'report.json files or their directories, the oldest first')
    .option('--markdown <file>', 'write it as Markdown, too')
    .option('--strict', 'new warnings and slower answers are regressions, too', false)
    .option('--history <dir>', 'where runs left their lines, or "none" (default: reports/history)')
    .option('--json', 'print as JSON', false)
    .action(async (paths, flags) => {
      finish(await (await import('./commands/compare.ts')).compare(paths, flags))
    })
}

function addMerge(program: Command, finish: Finish): void {
  program
    .command('merge')
    .description('put the parts of a split run together and judge them as one')
    .argument('<directories...>', 'the report directory of each part')
    .option('--region <names>', 'regions that must be there, separated by commas', list)
    .option('--report-dir <dir>', 'where the reports go (default: reports/<target>)')
    .option('--history <dir>', 'where each run leaves a line, or "none" (default: reports/history)')
    .option('--json', 'print report.json instead of the summary', false)
    .action(async (directories, flags) => {
      finish(await (await import('./commands/merge.ts')).merge(directories, flags))
    })
}

function addHistory(program: Command, finish: Finish): void {
  program
    .command('history')
    .description('show what the last runs of a target came to')
    .option('--target <name>', 'the server that was judged', 'reference')
    .option('--history <dir>', 'where runs left their lines (default: reports/history)')
    .option('--last <n>', 'how many runs', wholeNumber(1), 30)
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish(await (await import('./commands/history.ts')).history(flags))
    })
}

function addJudge(program: Command, finish: Finish): void {
  program
    .command('judge')
    .description('judge exchanges that were captured elsewhere, and send nothing')
    .argument('<files...>', 'HAR files: of a browser, a proxy, or our own wire/')
    .option('--case <glob>', 'only these exchanges, for example "har.capture-3"', collect)
    .addOption(new Option('--front <name>', 'what answered').choices([...frontNames]))
    .option('--profile <id>', 'dated expectations to hold them to, for example openai@2026-08')
    .addOption(
      new Option('--level <level>', 'only checks of this level or a stricter one').choices([
        ...levels,
      ]),
    )
    .option('--strict', 'should gates like must', false)
    .option('--baseline <file>', 'known deviations: a file, or "none"')
    .option('--report-dir <dir>', 'write report.json, junit.xml and report.md there')
    .option('--json', 'print report.json instead of the summary', false)
    .action(async (files, flags) => {
      finish(await (await import('./commands/judge.ts')).judge(files, flags))
    })
}

function addMutants(program: Command, finish: Finish): void {
  program
    .command('mutants')
    .description('prove every check on broken servers, and on unusual but legal ones')
    .option('--only <glob>', 'only these mutants and oddities; repeatable', collect)
    .option('--list', 'show them with what they do and where that was seen', false)
    .option('--everywhere', 'play each on every cell of the suite; slow', false)
    .option('--report-dir <dir>', 'where the kill matrix goes (default: reports)')
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish(await (await import('./commands/mutants.ts')).mutants(flags))
    })
}

function addSchemas(program: Command, finish: Finish): void {
  program
    .command('schemas')
    .description('bring the JSON Schemas of the YAML files up to date')
    .action(async () => {
      finish(await (await import('./commands/schemas.ts')).schemas())
    })
}

/** An error as one line; commander compares `--flag=value` whole with its flags, and finds nothing near. */
function asOneLine(text: string, program: Command): string {
  const line = text.trim().replaceAll(/\s*\n\s*/g, ' ')
  const given = /unknown option '(--[^=']+)=/.exec(text)?.[1]
  if (given === undefined) return `${line}\n`
  const flags = program.commands.flatMap(({ options }) => options.flatMap(({ long }) => long ?? []))
  const near = nearest(given, new Set(flags))
  return `${near === undefined ? line : `${line} (Did you mean ${near}?)`}\n`
}

/** The whole command line. `finish` is called once, by the command that ran. */
export function createProgram(finish: Finish): Command {
  const program = new Command('bedrock-conformance')
    .description(
      'Judges whether an Amazon Bedrock endpoint, or a Llama Stack server in front of it, keeps its promises.',
    )
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(asOneLine(text, program)) })
    .configureHelp({ sortSubcommands: true })
  for (const add of [
    addRun,
    addList,
    addExplain,
    addRules,
    addDoctor,
    addServe,
    addJudge,
    addE2e,
    addMutants,
    addSchemas,
    addCompare,
    addMerge,
    addHistory,
  ])
    add(program, finish)
  return program
}
