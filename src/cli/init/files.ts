/** The files that `init` writes: an example of each kind, commented, that works at once. */
import { configurationName } from '../../configuration/load.ts'

const schema = (name: string, up: string): string =>
  `# yaml-language-server: $schema=${up}schemas/${name}.schema.json\n`

const configuration = `${schema('configuration', './')}# Settings of bedrock-conformance in this folder and below. A flag and a variable
# BEDROCK_CONFORMANCE_* go before what is written here; \`bedrock-conformance doctor\` shows
# where each value comes from.

# The server that is judged unless --target names another.
target: my-server
targets: [targets/my-server.yaml]

# Cases of your own, beside those of the program. Their suites are named my-…
suites:
  - { folder: cases, prefix: my }
# suitesOnly: true        # leave out the cases of the program

# What is known to deviate, with a reason each.
baseline: baselines/my-server.yaml

# exclude: ['batch.*']    # cases that must not run here
budget:
  maxTime: 30m            # end the run after this time, and judge what ran
# reports: { directory: reports/mine, history: reports/history }
`

const target = `${schema('target', '../')}name: my-server
about: The server of our team.

# The kind of server; all that is not said here is as there: openai-compatible, llamastack,
# bedrock, bedrock-mantle. The embedded reference needs no server, so that this works at once.
like: reference

# For a server of yours, replace the line above by these and correct the address:
# like: openai-compatible
# endpoint: http://127.0.0.1:8000/v1
# models: [my-model]

# A key never stands in a file: name the variable that holds it.
# keyVariable: MY_SERVER_KEY
# auth: none              # it wants no credentials

# What it wants on every request.
headers:
  X-Team: conformance
# headers: { X-Gateway-Key: '\${GATEWAY_KEY}' }
# query: { api-version: '2024-10-21' }
# body: { provider: bedrock }

# What it lacks, and must refuse cleanly.
# capabilities: { models-list: false, tools: false }
`

const cases = `${schema('suite', '../')}suite: my-service
about: What our service must do besides what its API demands.
cases:
  # bedrock-conformance watch runs a case again whenever its file is saved.
  - id: remembers
    title: The answer uses a fact from an earlier turn
    apis: [openai-chat, converse]
    say:
      # A fresh random name in each run: an answer from a cache does not pass.
      - user: My name is \${nonce.name}
      - assistant: Nice to meet you, \${nonce.name}! How can I help you today?
      - user: What is my name?
    checks:
      - id: accepted
        rule: my.service.accepted
        status: 200
      - id: recall
        kind: behaviour      # only the model decides this: it is sampled, and never must
        rule: my.service.memory
        answer: { contains: '\${nonce.name}', ignore: [reasoning, case] }
      - id: long
        rule: my.service.length
        answer: { minLength: 5000 } # too strict: baselines/my-server.yaml knows that it fails
`

const rules = `${schema('rules', '../../')}about: What our service promises.
rules:
  - id: my.service.accepted
    level: must
    text: A well-formed request is answered with 200.
    url: https://example.com/our-service
    read: 2026-11-25
    remedy: Answer 200 to a well-formed request.
  - id: my.service.memory
    level: should
    text: With the history in messages, the model knows the content of earlier turns.
    url: https://example.com/our-service
    read: 2026-11-25
    remedy: Pass all messages to the model.
  - id: my.service.length
    level: must
    text: An answer has at least 5000 characters.
    url: https://example.com/our-service
    read: 2026-11-25
    remedy: Let the model say more.
`

const baseline = `${schema('baseline', '../')}about: Known deviations of my-server. A failure that is listed here is \`known\` and fails no run.
entries:
  - check: my-service.remembers/long
    finding: text.short
    reason: An example. Delete this entry, and the run fails.
`

/** Path below the folder to text. */
export const exampleFiles: ReadonlyMap<string, string> = new Map([
  [configurationName, configuration],
  ['targets/my-server.yaml', target],
  ['cases/service.yaml', cases],
  ['cases/rules/service.yaml', rules],
  ['baselines/my-server.yaml', baseline],
])
