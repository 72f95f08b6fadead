/** The command line. The code of a command is loaded only when its name is among the arguments. */
import { Command } from 'commander'
import { nearest } from '../model/text/nearest.ts'
import { version } from '../model/package.ts'
import type { Define, Finish } from './flags.ts'
import { messageText } from './shell/message.ts'
import { refuseEmptyPaths, refuseRepeatedFlags } from './settings/refused-flags.ts'
import { applySettings } from './settings/settings.ts'

interface Entry {
  readonly about: string
  readonly load: () => Promise<{ readonly define: Define }>
}

/** The commands under the headings of the help text. */
const groups: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  'Judge a server:': {
    run: {
      about: 'judge a target and write the reports',
      load: async () => import('./commands/run.ts'),
    },
    judge: {
      about: 'judge recorded exchanges (HAR files); sends nothing',
      load: async () => import('./commands/judge.ts'),
    },
    doctor: {
      about: 'check whether this machine can reach a target, and suggest fixes',
      load: async () => import('./commands/doctor.ts'),
    },
  },
  'Cases and rules:': {
    list: {
      about: 'list the selected cases, their sources and their cost; sends nothing',
      load: async () => import('./commands/list.ts'),
    },
    explain: {
      about: 'explain what a case, a check or a rule requires, and cite the source',
      load: async () => import('./commands/explain.ts'),
    },
    rules: {
      about: 'list the rules of the specifications: checked, or excluded with a reason',
      load: async () => import('./commands/rules.ts'),
    },
  },
  'Servers and cases of your own:': {
    init: {
      about: 'write an example of a configuration, a target, a case and a baseline',
      load: async () => import('./commands/init.ts'),
    },
    watch: {
      about: 'run a case again when its file changes',
      load: async () => import('./commands/watch.ts'),
    },
    schemas: {
      about: 'write the JSON Schemas of the YAML files, for editors',
      load: async () => import('./commands/schemas.ts'),
    },
  },
  'Reports:': {
    compare: {
      about:
        'show what changed between runs: causes that are new, gone or still there, and since when',
      load: async () => import('./commands/compare.ts'),
    },
    history: {
      about: 'show the results of the last runs of a target',
      load: async () => import('./commands/history.ts'),
    },
    merge: {
      about: 'merge the reports of a sharded run and judge them as one',
      load: async () => import('./commands/merge.ts'),
    },
  },
  'The reference:': {
    serve: {
      about: 'run the reference server for other programs',
      load: async () => import('./commands/serve.ts'),
    },
  },
  'The shell:': {
    completion: {
      about: 'print a script that completes commands and flags: bash, zsh or fish',
      load: async () => import('./commands/completion.ts'),
    },
    manual: {
      about: 'print the manual page, for man -l -',
      load: async () => import('./commands/manual.ts'),
    },
  },
  'For maintainers of this suite:': {
    mutants: {
      about: 'prove every check against defective servers and against unusual but legal ones',
      load: async () => import('./commands/mutants.ts'),
    },
    e2e: {
      about: 'judge real Llama Stack servers in front of the reference, and run real clients',
      load: async () => import('./commands/e2e.ts'),
    },
  },
}

const names = Object.values(groups).flatMap((entries) => Object.keys(entries))

/** An error as one line. Commander compares `--flag=value` whole with its flags and may find none near. */
function asOneLine(text: string, program: Command): string {
  const line = messageText(text.trim().replaceAll(/\s*\n\s*/g, ' '))
  if (line.startsWith('error: unknown command')) {
    return `${line.replace(/'$/, "'.")} Commands: ${names.join(', ')}.\n`
  }
  if (line.startsWith("error: too many arguments for 'run'")) {
    return "error: run takes flags only: select cases with --case, as in --case='chat.*'.\n"
  }
  if (line.startsWith('error: missing required argument')) {
    return `${line}. With --help, a command says what it takes.\n`
  }
  const given = /unknown option '(--[^=']+)=/.exec(text)?.[1]
  if (given === undefined || line.includes('(Did you mean')) return `${line}\n`
  const flags = program.commands.flatMap(({ options }) => options.flatMap(({ long }) => long ?? []))
  const near = nearest(given, new Set(flags))
  return `${near === undefined ? line : `${line} (Did you mean ${near}?)`}\n`
}

/** Names of the flags of every command, as commander has them. */
async function allFlags(): Promise<readonly string[]> {
  const { commands } = await wholeProgram()
  return commands.flatMap(({ options }) => options.map((option) => option.attributeName()))
}

/** The command line with the flags of every command; it runs none. */
export async function wholeProgram(): Promise<Command> {
  return createProgram(names, () => undefined)
}

/**
 * The whole command line, with the flags of each command that `argv` names.
 *
 * @param finish called once, by the command that ran
 */
export async function createProgram(argv: readonly string[], finish: Finish): Promise<Command> {
  const program = new Command('bedrock-conformance')
    .description(
      'Judges whether an Amazon Bedrock endpoint, or a Llama Stack server in front of it, conforms.',
    )
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(asOneLine(text, program)) })
    .hook('preAction', async (_, command) => applySettings(command, process.env, allFlags))
  for (const [heading, entries] of Object.entries(groups)) {
    program.commandsGroup(heading)
    for (const [name, { about, load }] of Object.entries(entries)) {
      const command = program.command(name).description(about)
      if (!argv.includes(name)) continue
      ;(await load()).define(command, finish)
      refuseRepeatedFlags(command)
      refuseEmptyPaths(command)
    }
  }
  return program
}
