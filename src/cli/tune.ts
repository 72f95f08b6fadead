/** Fits the engine to what the program does. */
import { setFlagsFromString } from 'node:v8'

/**
 * Bytes of bytecode run before a function is optimized; the engine of Node 20 takes 135,168 unless
 * told. A run is short and passes through much code a few times: measured there, optimizing took a
 * quarter of all its processor time and gave less back. Other engines are left as they are.
 */
const budget = 1_000_000

/** For the whole process; to be called before it does anything else. */
export function tune(): void {
  if (process.versions.v8.startsWith('11.3.')) setFlagsFromString(`--interrupt-budget=${budget}`)
}
