/**
 * Makes the program start sooner: leaves out of libraries what it never uses, and evaluates those that
 * few runs need when they are first called.
 */

/** In place of a library, the exports that the program uses. `require` evaluates what it names once. */
const instead = new Map([
  // Its segmenter and its sets of characters; only text beyond Latin-1 needs them.
  ['string-width', `export default (...given) => require('string-width').default(...given)`],
  [
    'ajv/dist/2020.js',
    `export function Ajv2020(...given) { return new (require('ajv/dist/2020.js').Ajv2020)(...given) }`,
  ],
  // Its index loads five times as much: agents, caches, mocks, fetch.
  [
    'undici',
    `import Client from 'undici/lib/dispatcher/client.js'
     import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'
     import methods from 'undici/lib/api/index.js'
     Object.assign(Dispatcher.prototype, methods)
     export { Client }`,
  ],
])

const namespace = 'lighter'

/** For esbuild. @type {import('esbuild').Plugin} */
export const lighter = {
  name: 'lighter libraries',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ kind, path, resolveDir }) =>
      kind === 'import-statement' && instead.has(path)
        ? { path, namespace, pluginData: { resolveDir } }
        : undefined,
    )
    onLoad({ filter: /.*/, namespace }, ({ path, pluginData }) => ({
      contents: instead.get(path),
      resolveDir: pluginData.resolveDir,
    }))
    // Messages in sixty languages.
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js'`,
    }))
  },
}
