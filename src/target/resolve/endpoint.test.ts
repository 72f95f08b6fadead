import { expect, it } from 'vitest'
import { fillEndpoint, readEndpoint, shownEndpoint } from './endpoint.ts'

const any = { dropped: ['/openai/v1', '/v1'] }

function read(given: string, ending: Parameters<typeof readEndpoint>[2] = any): string {
  const result = readEndpoint(given, '--endpoint', ending)
  return 'problem' in result ? result.problem : result.endpoint
}

it('checking an address takes off slashes and the endings that base paths add again', () => {
  expect(read('http://localhost:8321')).toBe('http://localhost:8321')
  expect(read(' http://localhost:8321/v1/ ')).toBe('http://localhost:8321')
  expect(read('http://gateway/bedrock/{region}/openai/v1')).toBe('http://gateway/bedrock/{region}')
  expect(read('http://127.0.0.1:8080/{region}')).toBe('http://127.0.0.1:8080/{region}')
  expect(read('https://gw.{region}.example.com')).toBe('https://gw.{region}.example.com')
})

it('checking an address demands the required ending and shows the address with it', () => {
  const ending = { required: '/v1', dropped: ['/v1'] }
  expect(read('http://localhost:8000/v1', ending)).toBe('http://localhost:8000')
  expect(read('http://localhost:8000', ending)).toBe(
    '--endpoint: the address must end in /v1, as in http://localhost:8000/v1.',
  )
})

it.each(['chat/completions', 'completions', 'embeddings', 'responses', 'messages', 'models'])(
  'checking an address of %s shows that of all calls',
  (call) => {
    for (const ending of [any, { required: '/v1', dropped: ['/v1'] }]) {
      expect(read(`http://localhost:8000/v1/${call}/`, ending)).toBe(
        '--endpoint: the address is that of one call; what all calls begin with is http://localhost:8000/v1.',
      )
    }
    expect(read(`http://localhost/${call}`)).toBe(`http://localhost/${call}`)
  },
)

it.each([
  ['localhost:8321', /Did you mean http:\/\/localhost:8321\?/],
  ['', /must begin with http/],
  ['ftp://x', /must begin with http/],
  ['http://', /must begin with http/],
  ['http://a b', /not a URL/],
  ['http://x:99999', /not a URL/],
  ['http://x/{zone}', /\{zone\} means nothing/],
  ['http://x/v1?api-version=1', /--query='api_key=\$\{MY_KEY\}'/],
  ['http://x/#f', /fragment/],
])('checking an address refuses %s in one line that says why', (given, why) => {
  const problem = read(given)
  expect(problem).toMatch(why)
  expect(problem).toMatch(/^--endpoint: "/)
  expect(problem).not.toContain('\n')
})

it('checking an address never repeats a password or a query', () => {
  expect(read('http://user:hunter2@host')).not.toContain('hunter2')
  expect(read('http://host/?key=hunter2')).not.toContain('hunter2')
  expect(read('user:hunter2@host/v1')).not.toContain('hunter2')
  expect(read('http://user:hunter2/a@host/v1')).not.toContain('hunter2')
  expect(read('http://user:hunter2?a#b@host/v1')).not.toContain('hunter2')
})

it('an address template is filled in with region and domain suffix', () => {
  const template = 'https://bedrock-runtime.{region}.{suffix}'
  expect(fillEndpoint(template, 'eusc-de-east-1', 'amazonaws.eu')).toBe(
    'https://bedrock-runtime.eusc-de-east-1.amazonaws.eu',
  )
  expect(shownEndpoint(template)).toBe('https://bedrock-runtime.{region}.amazonaws.com')
})
