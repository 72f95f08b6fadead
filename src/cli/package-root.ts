import { fileURLToPath } from 'node:url'

/** Folder that holds `suites/` and `fixtures/`: the same from `src/cli` and from `dist/cli`. */
export const packageRoot: string = fileURLToPath(new URL('../../', import.meta.url))
