/**
 * Makes the program start sooner: leaves out of libraries what it never uses, and evaluates those that
 * few runs need when they are first called.
 */

/** Each is a module with the exports that the program uses; `require` evaluates what it names once. */
const late = {
  // Its segmenter and its sets of characters; only text beyond Latin-1 needs them.
  'string-width': `export default (...given) => require('string-width').default(...given)`,
  'ajv/dist/2020.js': `export function Ajv2020(...given) { return new (require('ajv/dist/2020.js').Ajv2020)(...given) }`,
}

/** For esbuild. @type {import('esbuild').Plugin} */
export const lighter = {
  name: 'lighter libraries',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:string-width|ajv\/dist\/2020\.js)$/ }, ({ kind, path, resolveDir }) =>
      kind === 'import-statement'
        ? { path, namespace: 'late', pluginData: { resolveDir } }
        : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path, pluginData }) => ({
      contents: late[/** @type {keyof typeof late} */ (path)],
      resolveDir: pluginData.resolveDir,
    }))
    // Messages in sixty languages.
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js'`,
    }))
  },
}
