/** The configuration of a Llama Stack with the Bedrock provider, and with every API that it has itself. */
import { stringify } from 'yaml'

export interface StackConfig {
  readonly region: string
  /** The provider's own model id. */
  readonly model: string
  /** The APIs beside inference that this release serves from its own code. */
  readonly serves: readonly OwnApi[]
}

/** An API that the server translates into chat completions of the provider. */
export type OwnApi = 'responses' | 'messages'

/**
 * The notebook's minimal configuration, with the `distro_name` that every release demands, a
 * `server.host` without which it would listen on all interfaces, and the APIs of `serves` as the
 * starter distribution configures them. The key stays in the environment.
 */
export function stackConfig({ region, model, serves }: StackConfig): string {
  const own = serves.map((api) => ownApis[api])
  return stringify({
    version: 2,
    distro_name: 'bedrock-conformance',
    apis: ['inference', ...own.flatMap(({ apis }) => apis)],
    providers: {
      inference: [
        {
          provider_id: 'bedrock',
          provider_type: 'remote::bedrock',
          config: { api_key: '${env.AWS_BEARER_TOKEN_BEDROCK:=}', region_name: region },
        },
      ],
      ...Object.fromEntries(own.flatMap(({ providers }) => Object.entries(providers))),
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

interface OwnApiConfig {
  /** It, and the APIs that it does not start without. */
  readonly apis: readonly string[]
  readonly providers: Readonly<Record<string, readonly object[]>>
}

const sql = { backend: 'sql_default' }
const keyValue = { backend: 'kv_default' }

const ownApis: Readonly<Record<OwnApi, OwnApiConfig>> = {
  responses: {
    apis: ['responses', 'files', 'tool_runtime', 'vector_io'],
    providers: {
      responses: [
        builtin({
          persistence: {
            responses: { ...sql, table_name: 'responses' },
            // Read by Llama Stack 0.7 only.
            agent_state: { ...keyValue, namespace: 'agents' },
          },
        }),
      ],
      files: [
        {
          provider_id: 'localfs',
          provider_type: 'inline::localfs',
          config: {
            storage_dir: '${env.SQLITE_STORE_DIR}/files',
            metadata_store: { ...sql, table_name: 'files_metadata' },
          },
        },
      ],
      tool_runtime: [],
      vector_io: [],
    },
  },
  messages: {
    apis: ['messages'],
    providers: {
      messages: [builtin({ kvstore: { ...keyValue, namespace: 'message_batches' } })],
    },
  },
}

function builtin(config: object): object {
  return { provider_id: 'builtin', provider_type: 'inline::builtin', config }
}
