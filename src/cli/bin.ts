#!/usr/bin/env node
import { guardProcess } from './process/leave.ts'
import { start } from './process/start.ts'

guardProcess()

process.exitCode = await start(process.argv.slice(2))
