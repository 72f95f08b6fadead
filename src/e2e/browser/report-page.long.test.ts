/** `report.html` in a real Chromium. */
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram, temporaryFolder } from '../../cli/testing/program.ts'
import { renderHtml } from '../../report/html/html.ts'
import { modelOf } from '../../report/model/model.ts'
import { hostile, reportSaying } from '../../report/testing/sample.ts'
import { launchChromium, openFile } from './testing/chromium.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)

afterAll(async () => browser.close())

async function reportOf(...flags: string[]): Promise<string> {
  const folder = temporaryFolder()
  await runProgram([
    'run',
    '--target=reference',
    '--history=none',
    `--report-dir=${folder}`,
    ...flags,
  ])
  return join(folder, 'report.html')
}

/** Presses Tab until every link has had the focus once; gives their fragments. */
async function tabbed(page: Page, most: number): Promise<Set<string>> {
  const seen = new Set<string>()
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab')
    const href = await page.evaluate('document.activeElement?.getAttribute("href") ?? ""')
    if (String(href) !== '') seen.add(String(href))
  }
  return seen
}

const heading = async (page: Page): Promise<string> => (await page.textContent('h1')) ?? ''

/** Case of each cell that does not pass, as the data of the page has them. */
async function failures(page: Page): Promise<string[]> {
  const text = (await page.textContent('#data')) ?? '{}'
  const { cells, cases } = JSON.parse(text) as {
    cells: [number, number, number, number, string][]
    cases: { id: string }[]
  }
  const wrong = cells.filter(([, , , , verdict]) => /fail|error|warn/.test(verdict))
  return wrong.map(([at]) => cases[at]?.id ?? '')
}

it('a whole run of the reference opens within a second, in less than 3 MB', async () => {
  const file = await reportOf()
  expect(statSync(file).size).toBeLessThan(3_000_000)
  const { page, complaints, ms } = await openFile(browser, file)
  const again = await openFile(browser, file)
  expect(Math.min(ms, again.ms)).toBeLessThan(1000) // the machine may be busy at one time
  expect(await heading(page)).toContain('CONFORMANT')
  expect(await page.locator('.matrix tbody tr').count()).toBeGreaterThan(100)
  expect(complaints).toEqual([])
})

describe('the page of a mutant', () => {
  let file = ''

  beforeAll(async () => {
    file = await reportOf('--mutant=message-crc-wrong', '--case=stream*', '--case=chat.simple')
  }, 120_000)

  it('leads from the cause over the cell to the exchange, with the broken checksum', async () => {
    const { page, complaints } = await openFile(browser, file)
    expect(await heading(page)).toContain('NOT CONFORMANT')
    await page.click('.causes a')
    expect(await page.textContent('.judgement .message')).toContain('checksum')
    await page.click('.judgement a[href*="exchange"]')
    expect(await page.textContent('.hex mark')).toMatch(/^[0-9a-f]{2}$/)
    expect(await page.textContent('.units li.marked .crcs')).toMatch(
      /✗ message CRC 0x.*computed 0x/,
    )
    expect(await page.textContent('.copyable code')).toMatch(/^curl /)
    expect(complaints).toEqual([])
  })

  it('lets the keyboard alone reach every failure', async () => {
    const { page } = await openFile(browser, file)
    const expected = await failures(page)
    expect(expected.length).toBeGreaterThan(1)
    const reached: string[] = []
    for (const name of expected) {
      await page.keyboard.press('n')
      await page.waitForSelector(`h1:focus:has-text("${name}")`)
      reached.push(page.url())
    }
    expect(new Set(reached).size).toBe(expected.length)
    await page.keyboard.press('Escape')
    await page.waitForSelector('.matrix')
    const links = await page.locator('.causes a, .matrix a').count()
    const hrefs = await page.locator('.matrix td:is(.fail, .warn, .error) a').all()
    const seen = await tabbed(page, links + 60)
    for (const link of hrefs) expect(seen).toContain(await link.getAttribute('href'))
  })

  it('filters the matrix by verdict, API and text', async () => {
    const { page } = await openFile(browser, file)
    const rows = page.locator('.matrix tbody tr:not(.suite)')
    const all = await rows.count()
    await page.keyboard.press('/')
    await page.keyboard.type('stream.basic')
    expect(await rows.count()).toBeLessThan(all)
    expect(await page.textContent('.matrix')).not.toContain('chat.simple')
    await page.click('text=Show all')
    await page.getByRole('combobox', { name: 'api' }).selectOption('converse-stream')
    expect(await page.textContent('.matrix thead')).not.toContain('openai-chat')
  })

  it.each(['light', 'dark'] as const)(
    'has enough contrast and no overflow at 400 pixels in the %s scheme',
    async (colorScheme) => {
      const options = { colorScheme, viewport: { width: 400, height: 800 } }
      const { page } = await openFile(browser, file, options)
      for (const step of ['', '.causes a', '.judgement a[href*="exchange"]']) {
        if (step !== '') await page.click(step)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400)
        expect(await page.evaluate(lowContrast)).toEqual([])
      }
    },
  )

  it('prints its causes and its matrix without controls', async () => {
    const { page } = await openFile(browser, file)
    await page.emulateMedia({ media: 'print' })
    expect(await page.isVisible('.filters')).toBe(false)
    expect(await page.isVisible('.causes')).toBe(true)
    expect(
      await page.evaluate('getComputedStyle(document.querySelector(".scroll")).overflowY'),
    ).toBe('visible')
  })
})

/** WCAG 2.2, 1.4.3: the contrast of text is at least 4.5; gives the texts below that. */
const lowContrast = `(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number)
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const backOf = (element) => {
    const colour = getComputedStyle(element).backgroundColor
    const isClear = colour === 'transparent' || parts(colour)[3] === 0
    return isClear && element.parentElement ? backOf(element.parentElement) : colour
  }
  return [...document.querySelectorAll('#app *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((element) => element.checkVisibility())
    .flatMap((element) => {
      const [one, other] = [light(getComputedStyle(element).color), light(backOf(element))]
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      return contrast >= 4.5 ? [] : [element.className + ': ' + element.textContent.slice(0, 40)]
    })
})()`

it('hostile text of a server runs nothing, loads nothing and stays text', async () => {
  const file = join(temporaryFolder(), 'report.html')
  writeFileSync(file, renderHtml(modelOf(reportSaying(`${hostile} <img src=x onerror=alert(1)>`))))
  const { page, complaints } = await openFile(browser, file)
  await page.keyboard.press('n')
  await page.waitForSelector('.judgement')
  expect(await page.textContent('.judgement')).toContain('<script>alert("1")</script>')
  expect(await page.locator('#app script, #app img').count()).toBe(0)
  expect(complaints).toEqual([])
})
