/** What V8 compiled is kept, so that the next start need not compile it again. */
import module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder, isClone } from '../../model/package.ts'

/**
 * Keeps what is compiled from here on, by content and version of Node: in a clone beside the bundle,
 * which it leaves with. Node has this from 22.1 on; where the folder cannot be written, nothing is kept.
 */
export function keepCompiled(): void {
  const enable: unknown = Reflect.get(module, 'enableCompileCache')
  if (typeof enable !== 'function' || !import.meta.url.endsWith('.js')) return
  const folder = isClone ? fileURLToPath(new URL('.', import.meta.url)) : cacheFolder()
  enable(join(folder, 'compiled'))
}
