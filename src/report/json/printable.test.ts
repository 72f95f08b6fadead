import { describe, expect, it } from 'vitest'
import { jsonText } from './printable.ts'

describe('JSON that is printed', () => {
  const value = { message: '\u009b31m \u202e ##[error] ##vso[task.x] ##teamcity[x] ::add-mask::' }

  it('holds nothing that a terminal or the runner of a job acts on', () => {
    expect(jsonText(value)).not.toMatch(/[\u009b\u202e]|##(?:vso|teamcity)?\[|::[a-z]/)
  })

  it('has the same values, two spaces of indentation and a newline at its end', () => {
    expect(JSON.parse(jsonText(value))).toEqual(value)
    expect(jsonText({ a: 1 })).toBe('{\n  "a": 1\n}\n')
  })
})
