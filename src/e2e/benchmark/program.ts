/** Whole programs: what they cost, as the operating system counts it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder, packageRoot } from '../../model/package.ts'

export interface Cost {
  readonly milliseconds: number
  /** User and system, all threads. */
  readonly processor: number
  readonly megabytes: number
}

/** Writes what a process has used when it ends. */
const note = `const {writeFileSync}=require('node:fs');const started=process.hrtime.bigint();
process.on('exit',()=>{if(!process.env.BENCH_COST)return;const{user,system}=process.cpuUsage();
writeFileSync(process.env.BENCH_COST,JSON.stringify({milliseconds:Number(process.hrtime.bigint()-started)/1e6,
processor:(user+system)/1000,megabytes:process.resourceUsage().maxRSS/1024}))})`

/** Runs a program of Node to its end. */
async function costOf(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const file = join(folder, 'cost.json')
  const preload = `data:text/javascript,${encodeURIComponent(`import{createRequire}from'node:module';const require=createRequire('/');${note}`)}`
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', preload, ...args], {
        cwd: packageRoot,
        env: { ...process.env, ...env, BENCH_COST: file, OPENAI_API_KEY: 'bench' },
        stdio: 'ignore',
      })
      child.on('error', reject)
      child.on('exit', () => resolve())
    })
    return JSON.parse(readFileSync(file, 'utf8')) as Cost
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The program with these arguments. */
export async function programCost(...args: string[]): Promise<Cost> {
  return programCostWith({}, ...args)
}

/** The program with these arguments, and these variables beside those of this process. */
export async function programCostWith(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Cost> {
  return costOf([join(packageRoot, 'src/cli/launch.mjs'), 'bin', ...args], env)
}

/** A program that only sends as many requests, one after the other, and reads the answers. */
export async function bareLoopCost(endpoint: string, requests: number): Promise<Cost> {
  return costOf([join(cacheFolder(), 'bench/bare-loop.js'), endpoint, String(requests)])
}
