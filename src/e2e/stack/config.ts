/** The configuration of a Llama Stack with the Bedrock provider and nothing else. */
import { stringify } from 'yaml'

export interface StackConfig {
  readonly region: string
  /** The provider's own model id. */
  readonly model: string
}

/**
 * The notebook's minimal configuration, with the `distro_name` that every release demands and a
 * `server.host` without which it would listen on all interfaces. The key stays in the environment.
 */
export function stackConfig({ region, model }: StackConfig): string {
  return stringify({
    version: 2,
    distro_name: 'bedrock-conformance',
    apis: ['inference'],
    providers: {
      inference: [
        {
          provider_id: 'bedrock',
          provider_type: 'remote::bedrock',
          config: { api_key: '${env.AWS_BEARER_TOKEN_BEDROCK:=}', region_name: region },
        },
      ],
    },
    registered_resources: {
      models: [
        {
          metadata: {},
          model_id: `bedrock/${model}`,
          provider_id: 'bedrock',
          provider_model_id: model,
          model_type: 'llm',
        },
      ],
    },
    server: { host: '127.0.0.1' },
  })
}
