/**
 * Ctrl-C: the first ends the run and keeps the reports of what ran, the second ends the process.
 *
 * @param onFirst called at the first, before anything ends
 */
export function createInterrupt(onFirst: () => void = () => undefined): {
  readonly signal: AbortSignal
  readonly dispose: () => void
} {
  const controller = new AbortController()
  const onSignal = (): void => {
    onFirst()
    controller.abort()
    dispose() // a second Ctrl-C reaches Node's own handler
  }
  const dispose = (): void => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return { signal: controller.signal, dispose }
}
