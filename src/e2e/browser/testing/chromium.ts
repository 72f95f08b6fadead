/** Opens pages in a real Chromium, and records what it complains of and what it asks for. */
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

/** Where Debian, Ubuntu and the runners of GitHub have it. */
const paths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** @throws Error where no Chromium is installed: a test that needs one is never skipped silently */
export async function launchChromium(): Promise<Browser> {
  const path = [process.env['CHROMIUM_PATH'], ...paths].find((one) => one && existsSync(one))
  if (path === undefined) {
    throw new Error('Install chromium (apt-get install chromium), or set CHROMIUM_PATH to one.')
  }
  return chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
}

export interface Opened {
  readonly page: Page
  /** Messages and errors of the console, and requests beside the one for the file. */
  readonly complaints: readonly string[]
  /** Milliseconds until the page was built. */
  readonly ms: number
}

/** Opens a file, and waits until its script has built the page. */
export async function openFile(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  const address = pathToFileURL(file).href
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(address)
  await page.waitForSelector('main')
  const ms = await page.evaluate(() => performance.now())
  return { page, complaints, ms }
}
