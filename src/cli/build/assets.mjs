/**
 * Imports with `?text` give a file as the browser takes it: TypeScript as one script, CSS as one style
 * sheet, both minified. The bundler of the program and that of the tests use the same plugin.
 */
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

const suffix = '?text'

/** Around the path in the ids of Vite. */
const prefix = '\0asset:'
const ending = '.text'

/**
 * A module that exports the `text` of a file for the browser.
 *
 * @param {string} file absolute
 */
async function assetModule(file) {
  const { outputFiles } = await build({
    bundle: true,
    entryPoints: [file],
    charset: 'ascii',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'inline',
    logLevel: 'error',
    minify: true,
    target: 'es2022',
    write: false,
  })
  return `export const text = ${JSON.stringify(outputFiles[0]?.text ?? '')}`
}

/** For esbuild. @type {import('esbuild').Plugin} */
export const assets = {
  name: 'assets',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?text$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -suffix.length)),
      namespace: 'asset',
    }))
    onLoad({ filter: /.*/, namespace: 'asset' }, async ({ path }) => ({
      contents: await assetModule(path),
      loader: 'js',
    }))
  },
}

/** For Vite. */
export const viteAssets = {
  name: 'assets',
  enforce: /** @type {const} */ ('pre'),
  /**
   * An asset is made of files that its id does not name, so Vitest must not keep it from run to run.
   *
   * @param {import('vitest/node').VitestPluginContext} context
   */
  configureVitest({ experimental_defineCacheKeyGenerator: define }) {
    define(({ id }) => (id.startsWith(prefix) ? false : undefined))
  },
  /**
   * @param {string} source
   * @param {string | undefined} importer
   */
  resolveId(source, importer = '') {
    if (!source.endsWith(suffix)) return undefined
    // The id must not end as one of a style sheet does: Vite would treat it as such.
    return `${prefix}${join(dirname(importer), source.slice(0, -suffix.length))}${ending}`
  },
  /** @param {string} id */
  async load(id) {
    return id.startsWith(prefix) ? assetModule(id.slice(prefix.length, -ending.length)) : undefined
  },
}
