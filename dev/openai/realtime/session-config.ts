/** What a realtime session is set to, checked as OpenAI checks it. Pure. */
import { isRecord } from '../../../shared/json.ts';
import { type Checked, refuse } from './conversation.ts';

export interface SessionConfig {
  instructions: string;
  voice: string;
  tools: Record<string, unknown>[];
  toolChoice: unknown;
  maxTokens: number | null;
}

export const FIRST_CONFIG: SessionConfig = {
  instructions: 'You are a helpful, witty, and friendly AI.',
  voice: 'alloy',
  tools: [],
  toolChoice: 'auto',
  maxTokens: null,
};

const FIELDS = new Set(
  'type model instructions audio output_modalities tools tool_choice max_output_tokens tracing truncation include prompt parallel_tool_calls reasoning'.split(
    ' ',
  ),
);
const VOICES = 'alloy ash ballad coral echo sage shimmer verse marin cedar'.split(' ');
const MAX_OUTPUT_TOKENS = 4_096;

/** `hasSpoken`: then the voice is fixed. */
export function updateConfig(
  before: SessionConfig,
  value: unknown,
  hasSpoken: boolean,
): Checked<SessionConfig> {
  if (!isRecord(value))
    return refuse('missing_required_parameter', "Missing required parameter: 'session'.", 'session');
  if (value.type !== 'realtime')
    return refuse(
      'missing_required_parameter',
      "Missing required parameter: 'session.type'.",
      'session.type',
    );
  const unknown = Object.keys(value).find((name) => !FIELDS.has(name));
  if (unknown !== undefined)
    return refuse('unknown_parameter', `Unknown parameter: 'session.${unknown}'.`, `session.${unknown}`);
  const { instructions = before.instructions, tools = before.tools, max_output_tokens: most } = value;
  if (typeof instructions !== 'string' || !Array.isArray(tools))
    return refuse('invalid_type', 'Invalid type.');
  const fault = tools.findIndex((tool) => !isRecord(tool) || typeof tool.name !== 'string');
  if (fault !== -1)
    return refuse(
      'missing_required_parameter',
      `Missing required parameter: 'session.tools[${fault}].name'.`,
      `session.tools[${fault}].name`,
    );
  const audio = isRecord(value.audio) ? value.audio : {};
  const sounds = readSounds(audio, before.voice, hasSpoken);
  if (!sounds.ok) return sounds;
  const isBounded = typeof most === 'number' && most >= 1 && most <= MAX_OUTPUT_TOKENS;
  if (most !== undefined && most !== 'inf' && !isBounded)
    return refuse('invalid_value', "Invalid 'session.max_output_tokens'.", 'session.max_output_tokens');
  return {
    ok: true,
    value: {
      instructions,
      voice: sounds.value,
      tools: tools as Record<string, unknown>[],
      toolChoice: value.tool_choice ?? before.toolChoice,
      maxTokens: most === undefined ? before.maxTokens : most === 'inf' ? null : most,
    },
  };
}

/** The voice. Turns that the server detects are no part of the stand-in. */
function readSounds(
  { input, output }: Record<string, unknown>,
  before: string,
  hasSpoken: boolean,
): Checked<string> {
  for (const [side, value] of Object.entries({ input, output })) {
    const format = isRecord(value) ? value.format : undefined;
    if (format === undefined) continue;
    const isPcm = isRecord(format) && format.type === 'audio/pcm' && format.rate === 24_000;
    const param = `session.audio.${side}.format`;
    if (!isPcm)
      return refuse('invalid_value', `Invalid '${param}': the stand-in has audio/pcm at 24000.`, param);
  }
  if (isRecord(input) && isRecord(input.turn_detection)) {
    return refuse('unsupported', 'The stand-in detects no turns.', 'session.audio.input.turn_detection');
  }
  const voice = isRecord(output) ? (output.voice ?? before) : before;
  if (typeof voice !== 'string' || !VOICES.includes(voice))
    return refuse('invalid_value', `Invalid value: '${String(voice)}'.`, 'session.audio.output.voice');
  if (voice !== before && hasSpoken)
    return refuse(
      'cannot_update_voice',
      "Cannot update a conversation's voice if assistant audio is present.",
      'session.audio.output.voice',
    );
  return { ok: true, value: voice };
}
