/** What a realtime session is told before an answer. Pure. */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { ProviderRequest } from '../provider/provider.ts';

/** Both ways, and nothing else: signed 16 bit, mono. */
const SOUND = { type: 'audio/pcm', rate: 24_000 } as const;
/** The provider takes no more for one answer. */
const MAX_OUTPUT_TOKENS = 4_096;

/** Turns are ours to tell: the provider detects none, and writes nothing down of what it hears. */
export function sessionUpdate(
  {
    tools = [],
    tool_choice: choice,
    audio,
    max_completion_tokens: bound,
    max_tokens: older,
  }: ProviderRequest,
  instructions: string,
): JsonRecord {
  const mostTokens = bound ?? older;
  const voice = voiceOf(audio);
  return {
    type: 'session.update',
    session: {
      type: 'realtime',
      output_modalities: ['audio'],
      instructions,
      audio: {
        input: { format: SOUND, turn_detection: null, transcription: null },
        output: { format: SOUND, ...(voice === null ? {} : { voice }) },
      },
      tools: tools.flatMap(toTool),
      tool_choice: toChoice(choice),
      max_output_tokens: mostTokens === undefined ? 'inf' : Math.min(mostTokens, MAX_OUTPUT_TOKENS),
    },
  };
}

/** It cannot be changed once a session has spoken. */
export function voiceOf(audio: JsonRecord | undefined): string | null {
  return typeof audio?.voice === 'string' ? audio.voice : null;
}

/** The name stands beside the type, not within a function. */
function toTool(tool: JsonRecord): JsonRecord[] {
  if (tool.type !== 'function' || !isRecord(tool.function)) return [];
  const { name, description, parameters } = tool.function;
  return [{ type: 'function', name, ...(description === undefined ? {} : { description }), parameters }];
}

function toChoice(choice: ProviderRequest['tool_choice']): string | JsonRecord {
  if (choice === undefined) return 'auto';
  if (!isRecord(choice)) return choice as string;
  return isRecord(choice.function) ? { type: 'function', name: choice.function.name } : 'auto';
}
