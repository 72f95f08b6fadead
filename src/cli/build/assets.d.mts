import type { Plugin as EsbuildPlugin } from 'esbuild'
import type { Plugin as VitePlugin } from 'vite'

export const assets: EsbuildPlugin
export const viteAssets: VitePlugin
