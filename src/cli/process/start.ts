/** Loads the program, and says so meanwhile. */
import { clearLoading, showLoading } from './loading.mjs'

/** Runs the command line `argv`, without node and script; gives the exit code. */
export async function start(argv: readonly string[]): Promise<number> {
  showLoading()
  const { main } = await import('../main.ts')
  clearLoading()
  return main(argv)
}
