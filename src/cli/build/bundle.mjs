/**
 * Bundles the program into a folder two levels below the root of the package, as
 * `src/model/package.ts` expects: `.cache/program-…` for a checkout, `dist/program` for the package.
 */
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'
import { assets } from './assets.mjs'
import { licences } from './licences.mjs'
import { lighter } from './lighter.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What can be started: as a command, on a thread, or as a process of its own. */
const entries = ['cli/bin', 'cli/npm-test', 'proof/reference-thread', 'proof/matrix/worker']

/** What a package has: no self-tests, and what other programs import. */
const packaged = [...entries.filter((name) => name !== 'cli/npm-test'), 'library/index']

/**
 * Few runs of a clone load these, so bundling them would delay its first run. The others are bundled:
 * Node loads one file sooner than the many of a library.
 */
const seldom = ['@aws-crypto/*', '@aws-sdk/*', '@aws/*', '@smithy/*', 'esbuild', 'node-forge']

/** Installed only by those who need them; see `peerDependencies`. */
const optional = ['@aws-sdk/credential-providers']

/**
 * The generator of keys loads the credential chain in case it gets no credentials; it always gets
 * them from `src/target/auth/key/mint.ts`, so that a package works without the chain.
 */
const withoutChain = {
  name: 'generator without the credential chain',
  setup(/** @type {import('esbuild').PluginBuild} */ { onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-providers$/ }, ({ importer, path }) =>
      importer.includes('bedrock-token-generator') ? { path, namespace: 'unused' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/** Libraries of the CommonJS kind ask for Node's own modules in this way. */
export const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

/**
 * Writes one file for each entry, named after it, and the chunks that they share.
 *
 * @param {string} outdir relative to the root, or absolute
 * @param {{ whole?: boolean }} options whole: for a package, with all libraries, so that it installs none
 * @returns {Promise<string[]>} the files that went into it, below the root
 */
export async function bundle(outdir, { whole = false } = {}) {
  const { metafile } = await build({
    absWorkingDir: root,
    banner: { js: banner },
    bundle: true,
    entryPoints: (whole ? packaged : entries).map((name) => ({
      in: `src/${name}.ts`,
      out: name.replace(/^.*\//u, ''),
    })),
    format: 'esm',
    legalComments: 'none',
    logLevel: 'error',
    // The CommonJS form of a library has no named exports when it is loaded late.
    mainFields: ['module', 'main'],
    metafile: true,
    outdir,
    ...(whole
      ? { external: optional, plugins: [assets, lighter, withoutChain] }
      : { external: seldom, plugins: [assets, lighter] }),
    platform: 'node',
    splitting: true,
    target: 'node20.19',
  })
  await stop() // its process would live as long as this one
  return Object.keys(metafile.inputs)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(`${root}dist`, { recursive: true, force: true }) // chunks of an earlier build
  const files = await bundle('dist/program', { whole: true })
  writeFileSync(`${root}dist/LICENSES.txt`, licences(root, files))
  const page = execFileSync(process.execPath, [`${root}dist/program/bin.js`, 'manual'])
  writeFileSync(`${root}dist/bedrock-conformance.1`, page)
}
