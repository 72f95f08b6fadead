#!/usr/bin/env node
import { main } from './main.ts'
import { tune } from './tune.ts'

tune()
process.exitCode = await main(process.argv.slice(2))
