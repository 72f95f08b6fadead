#!/usr/bin/env node
import { guardProcess } from './leave.ts'
import { main } from './main.ts'

guardProcess()

process.exitCode = await main(process.argv.slice(2))
