import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { stackConfig } from './config.ts'

describe('stackConfig', () => {
  const options = { region: 'us-west-2', model: 'openai.gpt-oss-20b' }
  const text = stackConfig({ ...options, serves: [] })

  it('registers the model under the provider', () => {
    expect(parse(text)).toMatchObject({
      providers: { inference: [{ provider_id: 'bedrock', config: { region_name: 'us-west-2' } }] },
      registered_resources: { models: [{ model_id: 'bedrock/openai.gpt-oss-20b' }] },
    })
  })

  it('listens on loopback only and takes its key from the environment', () => {
    expect(parse(text)).toMatchObject({ server: { host: '127.0.0.1' } })
    expect(text).toContain('${env.AWS_BEARER_TOKEN_BEDROCK:=}')
  })

  it('starts what an API of its own needs', () => {
    const config = parse(stackConfig({ ...options, serves: ['responses', 'messages'] }))
    const apis = ['inference', 'responses', 'files', 'tool_runtime', 'vector_io', 'messages']
    expect(config).toMatchObject({ apis })
    expect(Object.keys(config.providers).toSorted()).toEqual(apis.toSorted())
  })

  it('has inference alone where no other API is asked for', () => {
    expect(parse(text)).toMatchObject({ apis: ['inference'] })
  })
})
