import { describe, expect, it } from 'vitest'
import { chat, chunk, completion, done, stream, usageChunk } from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'
import { answered } from '../../testing/observation.ts'

const asked = (content: string) => ({ asked: { messages: [{ role: 'user', content }] } })

const judge = (name: string, content: string, prompt = 'What is the capital of Italy?') =>
  verdict(name, true, chat(completion({}, {}, { content }), asked(prompt)))

describe('no-template-text', () => {
  it.each([
    ['analysisThe user asks.assistantfinalRome.'],
    ['commentaryLet me see.assistantcommentary to=functionsassistantfinalRome.'],
    ['The capital is Rome.assistant\n\n'],
    ['The capital is Romeassistant'],
    ['The capital is Rome.\nassistant'],
    ['Rome.\n\nUser: Thank you!\nAssistant: You are welcome.'],
    ['Rome.\n\nHuman: And Spain?\n\nAssistant: Madrid.'],
    ['Rome.\n\n### Instruction:\nSay more.\n\n### Response:\nNo.'],
    ['<answer>\nRome.\n</answer>'],
    ['Here is my thought process:\nHm.\n\nHere is my response:\nRome.'],
  ])('finds what is left in %s', (content) => {
    expect(judge('no-template-text', content)).toBe('text.template')
  })

  it.each([
    ['I am an assistant'],
    ['assistant'],
    ['system\nuser\nassistant'],
    ['The analysis of the assistant is final.'],
    ['User: Thank you!\nAssistant: You are welcome.'],
    ['```\nRome\nUser: Hello\nAssistant: Hello\n```'],
    ['Rome.\nUser: is a word that some forms begin with.'],
    ['### Response:\nRome.'],
    ['Put it into <answer> tags.'],
    ['Rome. Here is my thought process: it is in Italy.'],
  ])('leaves %s to the model', (content) => {
    expect(judge('no-template-text', content)).toBe('pass')
  })

  it('leaves what was asked for to the model', () => {
    const talk = 'Here it is:\n\nUser: Hello!\nAssistant: Hello!'
    expect(judge('no-template-text', talk, 'Write a dialogue with a machine.')).toBe('pass')
    const glued = 'It is com.google.assistant'
    expect(judge('no-template-text', glued, 'Which package is Google Assistant?')).toBe('pass')
    expect(judge('no-template-text', 'assistantfinal', 'Repeat: assistantfinal')).toBe('pass')
  })
})

describe('no-token-marks', () => {
  it.each([['The▁capital▁is▁Rome.'], ['TheĠcapitalĠisĠRome.'], ['Rome.<0x0A>It is in Italy.']])(
    'finds the marks in %s',
    (content) => {
      expect(judge('no-token-marks', content)).toBe('text.token-mark')
    },
  )

  it.each([['Ċensu Tabone was born in Ġgantija, Ġkaw'], ['a▁b'], ['▁▂▃▄▅▆▇'], ['<0x0a>']])(
    'leaves %s to the model',
    (content) => {
      expect(judge('no-token-marks', content)).toBe('pass')
    },
  )

  it('leaves marks of the request to the model', () => {
    expect(judge('no-token-marks', 'a▁b▁c', 'Repeat: a▁b▁c')).toBe('pass')
    expect(judge('no-token-marks', '<0x0A>', 'What is <0x0A>?')).toBe('pass')
  })
})

describe('no-token-marks, of control characters', () => {
  it.each([['Rome\u0000'], ['\uFEFFRome'], ['\u001B[1mRome\u001B[0m'], ['RomeâÂ\u0080']])(
    'finds that of %j',
    (content) => {
      expect(judge('no-token-marks', content)).toBe('text.control-character')
    },
  )

  it.each([['Rome\tis\r\n\fit'], ['Rome \uFEFFis it'], ['R\u200Do\u00A0me\u0085']])(
    'leaves %j to the model',
    (content) => {
      expect(judge('no-token-marks', content)).toBe('pass')
    },
  )

  it('leaves one that was sent to the model', () => {
    expect(judge('no-token-marks', 'a\u0007b', 'Repeat: a\u0007b')).toBe('pass')
  })
})

describe('said-once', () => {
  const text = 'The capital of Italy is Rome.'
  const long = `${'The capital of Italy is Rome, as everyone knows. '.repeat(3)}That is all that I can say about it, as far as I know, and it is enough.`

  it('finds an answer that is one text twice', () => {
    expect(judge('said-once', text + text)).toBe('text.doubled')
    expect(judge('said-once', `${long}\n\n${long}`)).toBe('text.doubled')
  })

  it.each([
    [text],
    ['Rome.Rome.'],
    [`${text}\n${text}`],
    [`${text} ${text}`],
    ['ha '.repeat(40)],
    ['-'.repeat(80)],
    [long],
  ])('leaves %s to the model', (content) => {
    expect(judge('said-once', content)).toBe('pass')
  })

  it('leaves a text that was sent, and one that a limit cut, to the model', () => {
    expect(judge('said-once', text + text, `Say it twice: ${text}`)).toBe('pass')
    const cut = completion({}, { finish_reason: 'length' }, { content: text + text })
    expect(verdict('said-once', true, chat(cut))).toBe('pass')
  })

  it('finds reasoning that is one text twice, in a member of its own', () => {
    const beside = (reasoning: string, content = 'Rome.') =>
      verdict('said-once', true, chat(completion({}, {}, { content, reasoning })))
    expect(beside(text + text)).toBe('text.doubled')
    expect(beside(`${text} ${text}`)).toBe('pass')
    expect(beside(text, `<reasoning>${text}</reasoning>Rome.`)).toBe('pass')
  })

  it('is held to streams, too', () => {
    const all = [
      chunk({ content: text }),
      chunk({ content: text }),
      chunk({}, { finish_reason: 'stop' }),
      usageChunk,
    ]
    expect(verdict('said-once', true, stream([...all, done]))).toBe('text.doubled')
  })
})

describe('said-once, of a text that begins twice', () => {
  const begun = 'Rome has been the capital of Italy since 1871'

  it('finds a text that begins anew within its words', () => {
    expect(judge('said-once', `${begun}${begun}, after Turin and Florence.`)).toBe('text.doubled')
  })

  it.each([
    [`${begun}. ${begun}, after Turin and Florence.`],
    [`${begun}\n${begun}, after Turin and Florence.`],
    ['bye bye bye bye bye byebye bye bye bye bye bye'],
    [`${begun}${begun.slice(0, 30)}`],
  ])('leaves %s to the model', (content) => {
    expect(judge('said-once', content)).toBe('pass')
  })

  it('leaves what was sent to the model', () => {
    const content = `${begun}${begun} and so on`
    expect(judge('said-once', content, `Repeat exactly: ${content}`)).toBe('pass')
  })
})

describe('said-once, of reasoning', () => {
  const thought = 'The user asks for the capital of Italy.'
  const streamed = (thoughts: readonly string[], member = 'reasoning') =>
    verdict(
      'said-once',
      true,
      stream([
        ...thoughts.map((one) => chunk({ [member]: one })),
        chunk({ content: 'Rome.' }),
        chunk({}, { finish_reason: 'stop' }),
        usageChunk,
        done,
      ]),
    )

  it('finds reasoning that comes twice, whole or streamed', () => {
    const whole = completion({}, {}, { content: 'Rome.', reasoning: thought + thought })
    expect(verdict('said-once', true, chat(whole))).toBe('text.doubled')
    expect(streamed([thought.slice(0, 12), thought.slice(12), thought])).toBe('text.doubled')
  })

  it('finds deltas that repeat all of the reasoning', () => {
    const grown = ['The', 'The user', 'The user asks', 'The user asks for', 'The user asks for it']
    expect(streamed(grown)).toBe('text.doubled')
    expect(streamed(grown, 'reasoning_content')).toBe('text.doubled')
    expect(streamed(grown.slice(0, 4))).toBe('pass')
    expect(streamed(['The', ' user', ' asks', '.'])).toBe('pass')
  })
})

describe('reasoning-apart', () => {
  const reasoning = 'The user wants a direct answer. Rome is the one that is meant.'
  const beside = (content: string, thought = reasoning) =>
    verdict('reasoning-apart', true, chat(completion({}, {}, { content, reasoning: thought })))

  it('finds reasoning that the text begins with', () => {
    expect(beside(`${reasoning}\n\nRome.`)).toBe('text.reasoning-repeated')
  })

  it('leaves another text, short thoughts and tags alone', () => {
    expect(beside('Rome.')).toBe('pass')
    expect(beside('Rome is it. Yes.', 'Rome is it.')).toBe('pass')
    expect(beside(`<think>${reasoning}</think>Rome.`)).toBe('pass')
  })
})

describe('no-error-text', () => {
  it.each([
    ['upstream connect error or disconnect/reset before headers. reset reason: overflow'],
    ["Error code: 429 - {'error': {'message': 'Rate limit reached'}}"],
    ['[ERROR] 503 Service Unavailable'],
    ['Rome is the capi\n\nError: Error code: 500 - {}'],
    ['litellm.RateLimitError: RateLimitError: Bedrock'],
    ['An error occurred (ThrottlingException) when calling the Converse operation: Too many'],
    ['ClientError: An error occurred (ValidationException) when calling the Converse operation'],
    ['Bad Gateway'],
    ['504 Gateway Time-out'],
    ['Request timed out.'],
    ['<html>\r\n<head><title>502 Bad Gateway</title></head>'],
    ['{"error":{"message":"No such model","type":"invalid_request_error"}}'],
    ['Rate limit reached for requests. Please try again in 20s.'],
    ['Error: Rate limit exceeded'],
    ['Too many requests, please wait before trying again.'],
    ['You exceeded your current quota, please check your plan and billing details.'],
    ['The model is currently overloaded. Please try again later.'],
  ])('finds %s', (content) => {
    expect(judge('no-error-text', content)).toBe('text.error')
  })

  it.each([
    ['Rome.'],
    ['Error 404 means that a page was not found. It is a status of HTTP.', 'What is an Error 404?'],
    ['An error occurred in 1870, when Rome was taken.'],
    ['A proxy answers 502 Bad Gateway where the server behind fails.'],
    ['{"error":"none"}'],
    ['Errors such as 503 are errors of servers.'],
    ['Too many requests are a sign of success.\n\nSee the next page.'],
    ['The model is currently overloaded.', 'Repeat: The model is currently overloaded.'],
    ['A rate limit reached its end.'],
    [`The server is unavailable ${'where it is closed, '.repeat(10)}as I said.`],
  ])('leaves %s to the model', (content, prompt?: string) => {
    expect(judge('no-error-text', content, prompt)).toBe('pass')
  })

  it('has nothing to say of an error that is one', () => {
    const error = { message: 'upstream connect error', type: 'server_error' }
    expect(verdict('no-error-text', true, answered({ error }, { status: 502 }))).toBe('pass')
  })
})

describe('ends-whole', () => {
  const values = { 'nonce.name': 'velmorabi' }
  const answering = (content: string, prompt = 'My name is velmorabi. What is my name?') =>
    verdict('ends-whole', true, chat(completion({}, {}, { content }), asked(prompt)), { values })

  it.each(['morabi', '**morabi**.', 'morabi is your name.', 'Your name is velmo', 'Velmora.'])(
    'finds what is lost in %s',
    (content) => {
      expect(answering(content)).toBe('text.fragment')
    },
  )

  it.each([
    'velmorabi',
    'Velmorabi!',
    'Your name is velmorabi.',
    'velmorabian',
    'Your name is velmorab.',
    'elmorabi',
    'Velm',
    '',
    'Hello',
    'Is it morabi or velmo? It is velmorabi.',
  ])('leaves %s to the model', (content) => {
    expect(answering(content)).toBe('pass')
  })

  it('knows only what the request says', () => {
    expect(answering('morabi', 'What is my name?')).toBe('pass')
  })

  it('leaves an answer alone that a limit cut', () => {
    const cut = chat(
      completion({}, { finish_reason: 'length' }, { content: 'velmo' }),
      asked('Say velmorabi.'),
    )
    expect(verdict('ends-whole', true, cut, { values })).toBe('pass')
  })
})
