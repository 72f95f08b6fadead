/** Shows that the program is loading, and loads it; `main` erases the line. */
import { showLoading } from './loading.mjs'

/** Runs the command line `argv`, without node and script; gives the exit code. */
export async function start(argv: readonly string[]): Promise<number> {
  showLoading()
  const { keepCompiled } = await import('./compiled.ts')
  keepCompiled()
  const { main } = await import('../main.ts')
  return main(argv)
}
