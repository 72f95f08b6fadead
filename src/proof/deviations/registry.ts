/** Every deviation that the reference can play. */
import type { Deviation } from '../../reference/deviation.ts'
import { accessControl } from './access/control.ts'
import { accessEntries } from './access/entries.ts'
import { accessKeys } from './access/keys.ts'
import { accessRegions } from './access/regions.ts'
import { accessResources } from './access/resources.ts'
import { accessSignatures } from './access/signatures.ts'
import { accessThrottling } from './access/throttling.ts'
import { answersChoices } from './answers/choices.ts'
import { answersCounted } from './answers/counted.ts'
import { answersDeclined } from './answers/declined.ts'
import { answersFinish } from './answers/finish.ts'
import { answersLayout } from './answers/layout.ts'
import { answersLegal } from './answers/legal.ts'
import { answersMarks } from './answers/marks.ts'
import { answersMembers } from './answers/members.ts'
import { answersReasoning } from './answers/reasoning.ts'
import { answersRepeated } from './answers/repeated.ts'
import { answersShortened } from './answers/shortened.ts'
import { answersText } from './answers/text.ts'
import { answersUsage } from './answers/usage.ts'
import { answersWritten } from './answers/written.ts'
import { chunksChoices } from './chunks/choices.ts'
import { chunksDeltas } from './chunks/deltas.ts'
import { chunksErrors } from './chunks/errors.ts'
import { chunksIdentity } from './chunks/identity.ts'
import { chunksLegal } from './chunks/legal.ts'
import { chunksLogprobs } from './chunks/logprobs.ts'
import { chunksTexts } from './chunks/texts.ts'
import { chunksUsage } from './chunks/usage.ts'
import { converseBlocks } from './converse/blocks.ts'
import { converseDeltas } from './converse/deltas.ts'
import { converseExceptions } from './converse/exceptions.ts'
import { converseFeatures } from './converse/features.ts'
import { converseLegal } from './converse/legal.ts'
import { converseMessage } from './converse/message.ts'
import { converseMetrics } from './converse/metrics.ts'
import { converseOrder } from './converse/order.ts'
import { converseRequests } from './converse/requests.ts'
import { converseUnions } from './converse/unions.ts'
import { converseUsage } from './converse/usage.ts'
import { embeddingsBatches } from './embeddings/batches.ts'
import { embeddingsLegal } from './embeddings/legal.ts'
import { embeddingsList } from './embeddings/list.ts'
import { embeddingsRequests } from './embeddings/requests.ts'
import { embeddingsVectors } from './embeddings/vectors.ts'
import { errorsBody } from './errors/body.ts'
import { errorsEnvelope } from './errors/envelope.ts'
import { errorsLegal } from './errors/legal.ts'
import { errorsRoutes } from './errors/routes.ts'
import { errorsStatus } from './errors/status.ts'
import { errorsType } from './errors/type.ts'
import { familiesClaude } from './invoke/claude.ts'
import { familiesNova } from './invoke/nova.ts'
import { invokeCompletions } from './invoke/completions.ts'
import { familiesAgreed } from './invoke/agreed.ts'
import { familiesTexts } from './invoke/texts.ts'
import { familiesVectors } from './invoke/vectors.ts'
import { messagesBegun } from './messages/begun.ts'
import { messagesBlocks } from './messages/blocks.ts'
import { messagesCache } from './messages/cache.ts'
import { messagesMedia } from './messages/media.ts'
import { messagesCounts } from './messages/counts.ts'
import { messagesEnding } from './messages/ending.ts'
import { messagesEvents } from './messages/events.ts'
import { messagesLegal } from './messages/legal.ts'
import { messagesOrder } from './messages/order.ts'
import { messagesRequests } from './messages/requests.ts'
import { messagesThinking } from './messages/thinking.ts'
import { messagesTranslated } from './messages/translated.ts'
import { messagesWhole } from './messages/whole.ts'
import { framesChecksums } from './frames/checksums.ts'
import { framesHeaders } from './frames/headers.ts'
import { framesLegal } from './frames/legal.ts'
import { framesLengths } from './frames/lengths.ts'
import { framesPayloads } from './frames/payloads.ts'
import { framesStream } from './frames/stream.ts'
import { httpCoding } from './http/coding.ts'
import { httpContentType } from './http/content-type.ts'
import { httpFraming } from './http/framing.ts'
import { httpJson } from './http/json.ts'
import { httpLegalBytes } from './http/legal-bytes.ts'
import { httpLegalHeaders } from './http/legal-headers.ts'
import { httpLength } from './http/length.ts'
import { httpSecrets } from './http/secrets.ts'
import { httpSingletons } from './http/singletons.ts'
import { httpStatus } from './http/status.ts'
import { invokeBody } from './invoke/body.ts'
import { invokeChunks } from './invoke/chunks.ts'
import { invokeLlama } from './invoke/llama.ts'
import { llamaStackAnswers } from './llama-stack/answers.ts'
import { llamaStackErrors } from './llama-stack/errors.ts'
import { llamaStackFailures } from './llama-stack/failures.ts'
import { llamaStackHealth } from './llama-stack/health.ts'
import { modelsEntries } from './models/entries.ts'
import { modelsList } from './models/list.ts'
import { requestsAccepted } from './requests/accepted.ts'
import { requestsFormats } from './requests/formats.ts'
import { requestsForms } from './requests/forms.ts'
import { requestsForwarded } from './requests/forwarded.ts'
import { requestsHistory } from './requests/history.ts'
import { requestsLacking } from './requests/lacking.ts'
import { requestsLimits } from './requests/limits.ts'
import { requestsOfModels } from './requests/models.ts'
import { requestsPrompt } from './requests/prompt.ts'
import { requestsRefused } from './requests/refused.ts'
import { requestsSampling } from './requests/sampling.ts'
import { requestsTwins } from './requests/twins.ts'
import { responsesBackground } from './responses/background.ts'
import { responsesBegun } from './responses/begun.ts'
import { responsesChained } from './responses/chained.ts'
import { responsesEchoed } from './responses/echoed.ts'
import { responsesEnded } from './responses/ended.ts'
import { responsesFailures } from './responses/failures.ts'
import { responsesIdentity } from './responses/identity.ts'
import { responsesItems } from './responses/items.ts'
import { responsesKept } from './responses/kept.ts'
import { responsesLegal } from './responses/legal.ts'
import { responsesLegalItems } from './responses/legal-items.ts'
import { responsesLegalStreams } from './responses/legal-stream.ts'
import { responsesOrder } from './responses/order.ts'
import { responsesOutput } from './responses/output.ts'
import { responsesParts } from './responses/parts.ts'
import { responsesRequests } from './responses/requests.ts'
import { responsesState } from './responses/state.ts'
import { responsesStatus } from './responses/status.ts'
import { responsesUsage } from './responses/usage.ts'
import { serverFeatures } from './server/features.ts'
import { serverIds } from './server/ids.ts'
import { serverIsolation } from './server/isolation.ts'
import { serverMemory } from './server/memory.ts'
import { serverStubs } from './server/stubs.ts'
import { sseDone } from './sse/done.ts'
import { sseEvents } from './sse/events.ts'
import { sseLegal } from './sse/legal.ts'
import { sseStream } from './sse/stream.ts'
import { toolsArguments } from './tools/arguments.ts'
import { toolsAstral } from './tools/astral.ts'
import { toolsBeside } from './tools/beside.ts'
import { toolsCalls } from './tools/calls.ts'
import { toolsChoice } from './tools/choice.ts'
import { toolsConverse } from './tools/converse.ts'
import { toolsDescribed } from './tools/described.ts'
import { toolsEarlier } from './tools/earlier.ts'
import { toolsFragments } from './tools/fragments.ts'
import { toolsHistory } from './tools/history.ts'
import { toolsIds } from './tools/ids.ts'
import { toolsResults } from './tools/results.ts'
import { toolsLengthy } from './tools/lengthy.ts'
import { toolsRepeated } from './tools/repeated.ts'
import { toolsTwice } from './tools/twice.ts'

export const deviations: readonly Deviation[] = [
  ...accessControl,
  ...accessEntries,
  ...accessKeys,
  ...accessRegions,
  ...accessResources,
  ...accessSignatures,
  ...accessThrottling,
  ...answersChoices,
  ...answersCounted,
  ...answersDeclined,
  ...answersFinish,
  ...answersLayout,
  ...answersLegal,
  ...answersMembers,
  ...answersReasoning,
  ...answersRepeated,
  ...answersShortened,
  ...answersMarks,
  ...answersText,
  ...answersUsage,
  ...answersWritten,
  ...chunksChoices,
  ...chunksDeltas,
  ...chunksErrors,
  ...chunksIdentity,
  ...chunksLegal,
  ...chunksLogprobs,
  ...chunksTexts,
  ...chunksUsage,
  ...converseBlocks,
  ...converseDeltas,
  ...converseExceptions,
  ...converseFeatures,
  ...converseLegal,
  ...converseUnions,
  ...converseMessage,
  ...converseMetrics,
  ...converseOrder,
  ...converseRequests,
  ...converseUsage,
  ...embeddingsBatches,
  ...embeddingsLegal,
  ...embeddingsList,
  ...embeddingsRequests,
  ...embeddingsVectors,
  ...errorsBody,
  ...errorsEnvelope,
  ...errorsLegal,
  ...errorsRoutes,
  ...errorsStatus,
  ...errorsType,
  ...familiesClaude,
  ...familiesNova,
  ...familiesTexts,
  ...familiesAgreed,
  ...invokeCompletions,
  ...familiesVectors,
  ...messagesBegun,
  ...messagesBlocks,
  ...messagesCache,
  ...messagesCounts,
  ...messagesMedia,
  ...messagesEnding,
  ...messagesEvents,
  ...messagesLegal,
  ...messagesOrder,
  ...messagesRequests,
  ...messagesThinking,
  ...messagesTranslated,
  ...messagesWhole,
  ...framesChecksums,
  ...framesHeaders,
  ...framesLegal,
  ...framesLengths,
  ...framesPayloads,
  ...framesStream,
  ...httpCoding,
  ...httpContentType,
  ...httpFraming,
  ...httpJson,
  ...httpLegalBytes,
  ...httpLegalHeaders,
  ...httpLength,
  ...httpSecrets,
  ...httpSingletons,
  ...httpStatus,
  ...invokeBody,
  ...invokeChunks,
  ...invokeLlama,
  ...llamaStackAnswers,
  ...llamaStackErrors,
  ...llamaStackFailures,
  ...llamaStackHealth,
  ...modelsEntries,
  ...modelsList,
  ...requestsAccepted,
  ...requestsFormats,
  ...requestsForms,
  ...requestsForwarded,
  ...requestsHistory,
  ...requestsLacking,
  ...requestsLimits,
  ...requestsOfModels,
  ...requestsPrompt,
  ...requestsRefused,
  ...requestsSampling,
  ...requestsTwins,
  ...responsesBackground,
  ...responsesBegun,
  ...responsesChained,
  ...responsesEchoed,
  ...responsesEnded,
  ...responsesFailures,
  ...responsesIdentity,
  ...responsesItems,
  ...responsesKept,
  ...responsesLegal,
  ...responsesLegalItems,
  ...responsesLegalStreams,
  ...responsesOrder,
  ...responsesOutput,
  ...responsesParts,
  ...responsesRequests,
  ...responsesState,
  ...responsesStatus,
  ...responsesUsage,
  ...serverFeatures,
  ...serverIds,
  ...serverIsolation,
  ...serverMemory,
  ...serverStubs,
  ...sseDone,
  ...sseEvents,
  ...sseLegal,
  ...sseStream,
  ...toolsArguments,
  ...toolsAstral,
  ...toolsBeside,
  ...toolsCalls,
  ...toolsChoice,
  ...toolsConverse,
  ...toolsDescribed,
  ...toolsEarlier,
  ...toolsFragments,
  ...toolsHistory,
  ...toolsIds,
  ...toolsLengthy,
  ...toolsResults,
  ...toolsRepeated,
  ...toolsTwice,
]
