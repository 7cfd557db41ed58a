/** What Libra adds to a chunk, under `libra`. Pure; never throws. */
import type { ProposedAction } from '../contract/actions.ts';
import type { Passage } from '../contract/documents.ts';
import {
  type DocumentSources,
  type LibraResponse,
  type Source,
  SPEECH_OFFERS,
  type ToolState,
} from '../contract/libra.ts';
import { isList, isRecord, type JsonRecord } from '../json.ts';

/** As many as one row of buttons can have forgotten. */
const MAX_MEMORIES = 5;
const TOOL_STATES = ['running', 'done', 'failed'] as const;
const DOCUMENT_PROBLEMS = ['words_only', 'unavailable'] as const;

/** Only what has the right type: the frame merely claims to be Libra's. */
export function readLibra(value: JsonRecord): LibraResponse {
  const libra: LibraResponse = {};
  for (const name of ['model', 'provider', 'conversation_id', 'dropped_model'] as const) {
    const text = value[name];
    if (typeof text === 'string') libra[name] = text;
  }
  for (const name of ['fallback', 'thinks', 'cached', 'remembered', 'first_use'] as const) {
    const flag = value[name];
    if (typeof flag === 'boolean') libra[name] = flag;
  }
  if (typeof value.cost_micro_usd === 'number') libra.cost_micro_usd = value.cost_micro_usd;
  const tool = readToolState(value.tool);
  if (tool !== undefined) libra.tool = tool;
  const speech = SPEECH_OFFERS.find((offer) => offer === value.speech);
  if (speech !== undefined) libra.speech = speech;
  if (isList(value.memories)) {
    libra.memories = value.memories.filter(isFactId).slice(0, MAX_MEMORIES);
  }
  if (isList(value.tools_used)) {
    libra.tools_used = value.tools_used.filter((name) => typeof name === 'string');
  }
  if (isList(value.sources)) {
    libra.sources = value.sources.filter(isRecord).flatMap(readSource);
  }
  if (isList(value.proposed)) {
    libra.proposed = value.proposed.filter(isRecord).flatMap(readProposed);
  }
  const documents = readDocumentSources(value.documents);
  if (documents !== null) libra.documents = documents;
  const { persona } = value;
  if (isRecord(persona) && typeof persona.name === 'string') {
    libra.persona = {
      name: persona.name,
      avatar: typeof persona.avatar === 'string' ? persona.avatar : null,
    };
  }
  return libra;
}

function readToolState(value: unknown): ToolState | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, subject } = value;
  const state = TOOL_STATES.find((each) => each === value.state);
  if (typeof id !== 'string' || typeof name !== 'string' || state === undefined) return undefined;
  return { id, name, state, ...(typeof subject === 'string' ? { subject } : {}) };
}

function readDocumentSources(value: unknown): DocumentSources | null {
  if (!isRecord(value) || !isList(value.passages)) return null;
  const problem = DOCUMENT_PROBLEMS.find((each) => each === value.problem);
  const passages = value.passages.filter(isRecord).flatMap(readPassage);
  return { passages, ...(problem === undefined ? {} : { problem }) };
}

function readPassage({ number, name, heading, page, last_page: last, place }: JsonRecord): Passage[] {
  if (typeof number !== 'number' || typeof name !== 'string' || !isRecord(place)) return [];
  const { document, version, from, to } = place;
  if (typeof document !== 'string' || ![version, from, to].every((each) => Number.isSafeInteger(each)))
    return [];
  return [
    {
      number,
      name,
      heading: typeof heading === 'string' ? heading : null,
      page: typeof page === 'number' ? page : null,
      last_page: typeof last === 'number' ? last : null,
      place: { document, version: Number(version), from: Number(from), to: Number(to) },
    },
  ];
}

function readSource({ url, title }: JsonRecord): Source[] {
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url)) return [];
  return [{ url, title: typeof title === 'string' ? title : '' }];
}

function readProposed(value: JsonRecord): ProposedAction[] {
  const { id, tool, by, args, server, after_reading: afterReading } = value;
  if (typeof id !== 'string' || typeof tool !== 'string' || !isRecord(args)) return [];
  if (by !== 'bot' && by !== 'bff') return [];
  return [
    {
      id,
      tool,
      by,
      args,
      ...(typeof server === 'string' ? { server } : {}),
      ...(afterReading === true ? { after_reading: true } : {}),
    },
  ];
}

function isFactId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,12}$/.test(value);
}
