/** The YAML language server of editors, and as much of its protocol as a test needs. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

export interface Mistake {
  readonly message: string
  /** From 1. */
  readonly line: number
}

export interface Editor {
  /** What the editor underlines in a text, as if it stood in `file`. */
  readonly mistakes: (file: string, text: string) => Promise<readonly Mistake[]>
  /** What it offers at a place of a text, counted from 0. */
  readonly offers: (file: string, text: string, at: Position) => Promise<readonly string[]>
  /** What it shows when the pointer rests there. */
  readonly hover: (file: string, text: string, at: Position) => Promise<string>
  readonly close: () => void
}

export interface Position {
  readonly line: number
  readonly character: number
}

const settings = {
  yaml: {
    validate: true,
    completion: true,
    hover: true,
    schemaStore: { enable: false },
    keepTrailingNewlines: true,
  },
}

/** Starts the server; no request of its own leaves the machine. */
export async function startEditor(root: string): Promise<Editor> {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('yaml-language-server/package.json'))
  const child = spawn(process.execPath, [join(folder, 'bin/yaml-language-server'), '--stdio'])
  const waiting = new Map<number, (result: unknown) => void>()
  const diagnostics = new Map<string, (found: readonly Mistake[]) => void>()
  let last = 0
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const ask = async (method: string, params: object): Promise<unknown> =>
    new Promise((resolve) => {
      last += 1
      waiting.set(last, resolve)
      send({ id: last, method, params })
    })
  const onMessage = ({ id, method, params, result }: Message): void => {
    if (method === undefined) {
      if (id !== undefined) waiting.get(id)?.(result)
      return
    }
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics: found } = params as {
        uri: string
        diagnostics: { message: string; range: { start: Position } }[]
      }
      const mistakes = found.map(({ message, range }) => ({ message, line: range.start.line + 1 }))
      diagnostics.get(uri)?.(mistakes)
    }
    if (id !== undefined) send({ id, result: answerTo(method, params) })
  }
  child.stdout.on('data', readerOf(onMessage))
  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    capabilities: {
      workspace: { configuration: true },
      textDocument: { hover: { contentFormat: ['plaintext'] }, completion: {} },
    },
  })
  send({ method: 'initialized', params: {} })
  send({ method: 'workspace/didChangeConfiguration', params: { settings } })

  let opened = 0
  /** Each text has an address of its own beside the file, since the server remembers them. */
  const open = (file: string, text: string): string => {
    opened += 1
    const uri = pathToFileURL(join(root, dirname(file), `opened-${opened}.yaml`)).href
    send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    })
    return uri
  }
  return {
    mistakes: async (file, text) =>
      new Promise((resolve) => {
        diagnostics.set(open(file, text), resolve)
      }),
    offers: async (file, text, position) => {
      const uri = open(file, text)
      const found = await ask('textDocument/completion', { textDocument: { uri }, position })
      const { items = [] } = (found ?? {}) as { items?: { label: string }[] }
      return items.map(({ label }) => label)
    },
    hover: async (file, text, position) => {
      const uri = open(file, text)
      const found = await ask('textDocument/hover', { textDocument: { uri }, position })
      return JSON.stringify(found ?? '')
    },
    close: () => child.kill(),
  }
}

/** The server asks for its settings. */
function answerTo(method: string, params: unknown): unknown {
  if (method !== 'workspace/configuration') return null
  const { items } = params as { items: { section?: string }[] }
  return items.map(({ section }) => (section === 'yaml' ? settings.yaml : {}))
}

/** Cuts the stream of the server into messages. */
function readerOf(onMessage: (message: Message) => void): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0)
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk])
    for (;;) {
      const end = waiting.indexOf('\r\n\r\n')
      const [, length] = /Content-Length: (\d+)/.exec(waiting.toString('latin1', 0, end)) ?? []
      const whole = end + 4 + Number(length)
      if (end === -1 || waiting.length < whole) return
      onMessage(JSON.parse(waiting.toString('utf8', end + 4, whole)) as Message)
      waiting = waiting.subarray(whole)
    }
  }
}
