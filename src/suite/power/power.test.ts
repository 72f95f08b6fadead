import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import { powerFile, readPower, writePower } from './power-file.ts'

const power = readPower()

describe('the power file', () => {
  it('is written as it was read', () => {
    const text = readFileSync(join(packageRoot, powerFile), 'utf8')
    expect(writePower(power)).toBe(text)
  })

  it('is small enough to be part of the package', () => {
    expect(readFileSync(join(packageRoot, powerFile)).length).toBeLessThan(500_000)
  })
})
