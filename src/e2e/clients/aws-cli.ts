/** Runs the walkthrough's commands of the AWS CLI against Bedrock's own host names. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { claim, type Claim } from '../claim.ts'
import { runToEnd, type Ended } from '../python/program.ts'

export interface AwsCliOptions {
  /** Folder with the environment's programs. */
  readonly bin: string
  readonly folder: string
  readonly proxy: string
  readonly ca: string
  /** A key for `region`. */
  readonly key: string
  /** An account's keys, for signing. */
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly signal: AbortSignal
}

/** Walkthrough, AWS Bedrock's own API. */
const model = 'us.meta.llama3-1-8b-instruct-v1:0'
const region = 'us-east-2'

/** Version 1, the one on PyPI, takes raw bodies and does not know the flag. */
const rawBody = ['--cli-binary-format', 'raw-in-base64-out']
const invoke = (major: string): string[] => [
  'bedrock-runtime',
  'invoke-model',
  '--model-id',
  model,
  '--region',
  region,
  ...(major === '1' ? [] : rawBody),
  '--body',
  '{"prompt":"hello, how are you?","max_gen_len":10,"temperature":0.2,"top_p":0.9}',
  'response.json',
]
const converse = [
  'bedrock-runtime',
  'converse',
  '--model-id',
  model,
  '--region',
  region,
  '--messages',
  '[{"role":"user","content":[{"text":"Hello"}]}]',
]
const listProfiles = ['bedrock', 'list-inference-profiles', '--region', region]

/** What the commands must come to, with a bearer key and with signatures. */
export async function runAwsCli(options: AwsCliOptions): Promise<Claim[]> {
  const bearer = { AWS_BEARER_TOKEN_BEDROCK: options.key }
  const signed = {
    AWS_ACCESS_KEY_ID: options.accessKeyId,
    AWS_SECRET_ACCESS_KEY: options.secretAccessKey,
  }
  const file = join(options.folder, 'response.json')
  await rm(file, { force: true })
  const version = await aws(['--version'], {}, options)
  const [, major = '?'] = /aws-cli\/(\d+)/.exec(version.stdout) ?? []
  const invoked = await aws(invoke(major), bearer, options)
  const written = await readFile(file, 'utf8').catch(() => '')
  return [
    ...invokeClaims(invoked, written),
    ...converseClaims('converse', await aws(converse, bearer, options)),
    ...converseClaims('converse, signed,', await aws(converse, signed, options)),
    ...profileClaims(await aws(listProfiles, bearer, options)),
  ]
}

async function aws(
  args: readonly string[],
  credentials: Readonly<Record<string, string>>,
  { bin, folder, proxy, ca, signal }: AwsCliOptions,
): Promise<Ended> {
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: folder,
    HTTPS_PROXY: proxy,
    AWS_CA_BUNDLE: ca,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    AWS_DEFAULT_OUTPUT: 'json',
    ...credentials,
  }
  return runToEnd(join(bin, 'aws'), args, { cwd: folder, env, signal })
}

function invokeClaims(ran: Ended, written: string): Claim[] {
  const body = read(written)
  const isSized = Number(body['generation_token_count']) <= 10
  return [
    claim('invoke-model succeeds', ran.ok, ran.stderr),
    claim('invoke-model reports JSON', ran.stdout.includes('"application/json"'), ran.stdout),
    claim('response.json holds a generation', typeof body['generation'] === 'string', written),
    claim('response.json keeps to max_gen_len', isSized, written),
    claim('response.json says why it stopped', body['stop_reason'] === 'length', written),
  ]
}

function converseClaims(name: string, ran: Ended): Claim[] {
  const body = read(ran.stdout)
  const text = /"text": "[^"]/.test(ran.stdout)
  return [
    claim(`${name} succeeds`, ran.ok, ran.stderr),
    claim(
      `${name} answers as the assistant`,
      text && ran.stdout.includes('"assistant"'),
      ran.stdout,
    ),
    claim(`${name} ends its turn`, body['stopReason'] === 'end_turn', ran.stdout),
  ]
}

function profileClaims(ran: Ended): Claim[] {
  return [
    claim('list-inference-profiles succeeds', ran.ok, ran.stderr),
    claim(
      'list-inference-profiles lists the profile',
      ran.stdout.includes(`"${model}"`),
      ran.stdout,
    ),
  ]
}

function read(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
