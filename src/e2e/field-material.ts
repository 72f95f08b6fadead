/** Setup of the Vitest project `field`. */
import { existsSync } from 'node:fs'

/** Ends the run where the material is missing, so that its tests are never skipped silently. */
export function setup(): void {
  if (existsSync(new URL('../../../shared/observed', import.meta.url))) return
  process.stderr.write(
    'test:field needs ../shared (recordings and reference data), which is not in the repository.\n',
  )
  process.exit(1) // an error thrown here is shown with its stack
}
