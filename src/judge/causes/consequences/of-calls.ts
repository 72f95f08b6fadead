/** What follows from a fault of a call, or of what an answer says of its calls. */
import { codes, type Consequence } from './consequence.ts'
import { lostCalls } from './lost.ts'

export const ofCalls: readonly Consequence[] = [
  {
    because: 'tools.chunk-index',
    why: 'Fragments without a usable index cannot be joined to calls.',
    explains: codes(`
      tools.id-missing tools.id-repeated tools.name ${lostCalls}`),
  },
  {
    because: 'tools.chunk-start',
    why: 'What the first fragment of a call lacks, the joined call lacks.',
    explains: ['tools.id-missing', 'tools.name'],
  },
  {
    because: 'tools.chunk-repeated',
    why: 'A fragment that repeats the call is joined to it a second time.',
    explains: ['tools.arguments-json', 'tools.arguments-schema', 'tools.name'],
  },
  {
    because: 'tools.arguments-json',
    rule: 'openai.stream.tool-calls',
    why: 'The same arguments are judged again when the tool call is.',
    check: '*tool-calls',
    explains: ['tools.arguments-json'],
  },
  {
    because: 'tools.arguments-json',
    rule: 'openai.stream.tool-calls',
    why: 'The same arguments are judged again when the tool call is.',
    check: '*called',
    explains: ['tools.arguments-json'],
  },
  {
    because: 'tools.arguments-json',
    rule: 'openai.chat.tool-calls',
    why: 'The same arguments are judged again by the case that asked for the call.',
    check: '*called',
    explains: ['tools.arguments-json'],
  },
  {
    because: 'tools.arguments-json',
    why: 'The same arguments are judged again, as those of every call.',
    check: '*arguments-json',
    explains: ['tools.arguments-json'],
  },
  {
    because: 'tools.id-missing',
    rule: 'openai.chat.tool-calls',
    why: 'The same id is judged again by the case that asked for the call.',
    check: '*called',
    explains: ['tools.id-missing'],
  },
  {
    because: 'tools.missing',
    why: 'Tools that do not reach the model are not called, do not end its answer, add nothing to the prompt, and are not repeated.',
    explains: codes(`
      usage.prompt usage.more-than-came finish.unexpected responses.echo`),
  },
  {
    because: 'tools.missing',
    why: 'The rate counts the answers whose call did not come, and that have no text.',
    anywhere: true,
    explains: ['text.empty-rate'],
  },
  {
    because: 'tools.missing',
    why: 'Tools that do not reach the model add nothing to the prompt, whichever request they are compared with.',
    anywhere: true,
    check: '*every-tool-counted',
    explains: ['usage.prompt'],
  },
  {
    because: 'finish.calls-without-tools',
    why: 'A call that was lost, or that came under another name, is absent.',
    explains: ['tools.missing', 'finish.unexpected', 'usage.more-than-came'],
  },
  {
    because: 'finish.tools-without-calls',
    why: 'The reason is judged again by the case that asked for the call.',
    explains: ['finish.unexpected'],
  },
  {
    because: 'tools.name',
    why: 'The name is judged again by the check of the block.',
    explains: ['bedrock.tool-use-name'],
  },
  {
    because: 'tools.arguments-json',
    why: 'The same arguments are judged again as the input of their block.',
    explains: ['bedrock.tool-use-input'],
  },
]
