import { posix, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pathFrom, shownPath, withSlashes } from './path.ts'

describe('on Windows', () => {
  it.each([
    ['a file of the folder', String.raw`C:\project\targets\own.yaml`, 'targets/own.yaml'],
    ['a file whose drive has another case', String.raw`c:\project\own.yaml`, 'own.yaml'],
    ['a file above the folder', String.raw`C:\other\own.yaml`, 'C:/other/own.yaml'],
    ['a file on another drive', String.raw`D:\project\own.yaml`, 'D:/project/own.yaml'],
    ['a file of another machine', String.raw`\\host\share\own.yaml`, '//host/share/own.yaml'],
    ['a name that begins with two dots', String.raw`C:\project\..own\a.yaml`, '..own/a.yaml'],
    ['the folder itself', String.raw`C:\project`, '.'],
  ])('%s is shown with forward slashes', (_, file, expected) => {
    expect(shownPath(file, String.raw`C:\project`, win32)).toBe(expected)
  })

  it('a file is seen from a folder beside it', () => {
    expect(pathFrom(String.raw`C:\a\b.yaml`, String.raw`C:\c\d`, win32)).toBe('../../a/b.yaml')
  })
})

describe('on POSIX systems', () => {
  it.each([
    ['a file of the folder', '/project/targets/own.yaml', 'targets/own.yaml'],
    ['a file above the folder', '/other/own.yaml', '/other/own.yaml'],
    ['a name with a backslash', String.raw`/project/a\b.yaml`, String.raw`a\b.yaml`],
  ])('%s keeps its name', (_, file, expected) => {
    expect(shownPath(file, '/project', posix)).toBe(expected)
  })

  it('a backslash is a part of a name', () => {
    expect(withSlashes(String.raw`a\b`, posix)).toBe(String.raw`a\b`)
  })
})
