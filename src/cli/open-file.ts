/** `--open`: shows a report in the browser of the person at the terminal. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { Option } from 'commander'

/** Programs that open a file as the desktop does, by platform. */
const openers: Readonly<Record<string, readonly [program: string, ...flags: string[]]>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
}

/** `--open`. */
export function openFlag(): Option {
  return new Option('--open', 'open the HTML page in a browser').default(false)
}

/** Opens `file`. A desktop that cannot is named on standard error; it never fails a run. */
export async function openFile(file: string): Promise<void> {
  const [program, ...flags] = openers[process.platform] ?? ['xdg-open']
  const path = resolve(file)
  await new Promise<void>((done) => {
    const child = spawn(program, [...flags, path], { stdio: 'ignore', detached: true })
    child.once('error', () => {
      process.stderr.write(`Cannot start ${program}: open ${path} in a browser.\n`)
      done()
    })
    child.once('spawn', () => {
      child.unref()
      done()
    })
  })
}
