/** A workspace and programs for jobs that a test runs: what a hosted runner has, or a stand-in that tells what it was asked. */
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../model/package.ts'
import { temporaryFolder } from '../../../cli/testing/program.ts'

export interface Workspace {
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** What stand-ins were called with, one call a line. */
  readonly calls: () => string[]
  /** Ends what was started in the background. */
  readonly end: () => void
}

const npm = `#!/usr/bin/env bash
echo "npm $*" >>"$CALLS"
case "$1 $2 $3" in
  "ci  ") exit 0 ;;
  "test -- "*) shift 2; exec node src/cli/launch.mjs npm-test "$@" ;;
  "test  "|"run check ") exit 0 ;;
  "run --silent cli") shift 4; echo $$ >>"$PIDS"; exec node src/cli/launch.mjs bin "$@" ;;
esac
echo "no stand-in for: npm $*" >&2
exit 1
`

const gh = `#!/usr/bin/env bash
echo "gh $*" >>"$CALLS"
if [ "$1 $2" = "issue list" ]; then cat "$CALLS.open" 2>/dev/null; fi
exit 0
`

const docker = `#!/usr/bin/env bash
echo "docker $*" >>"$CALLS"
`

const python = `#!/usr/bin/env bash
echo "python $*" >>"$CALLS"
mkdir -p "$3/bin"
printf '#!/usr/bin/env bash\\necho "pip $*" >>"$CALLS"\\n' >"$3/bin/pip"
printf '#!/usr/bin/env bash\\necho "llama $* HTTPS_PROXY=$HTTPS_PROXY" >>"$CALLS"\\n' >"$3/bin/llama"
chmod +x "$3"/bin/*
`

/** A checkout in a folder of its own: the package's files, and reports that do not touch the real ones. */
export function createWorkspace(): Workspace {
  const folder = temporaryFolder()
  const names = [
    'package.json',
    'tsconfig.json',
    'node_modules',
    'src',
    'suites',
    'fixtures',
    'action.yml',
  ]
  for (const name of names) symlinkSync(join(packageRoot, name), join(folder, name))
  const bin = join(folder, '.bin')
  mkdirSync(bin)
  for (const [name, text] of Object.entries({ npm, gh, docker, python })) {
    writeFileSync(join(bin, name), text)
    chmodSync(join(bin, name), 0o755)
  }
  const calls = join(folder, '.calls')
  const pids = join(folder, '.pids')
  return {
    folder,
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      CALLS: calls,
      PIDS: pids,
    },
    calls: () => linesOf(calls),
    end: () => {
      for (const pid of linesOf(pids)) endProcess(Number(pid))
    },
  }
}

function linesOf(path: string): string[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // it has ended by itself
  }
}
