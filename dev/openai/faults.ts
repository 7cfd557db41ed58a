/**
 * The ways in which a model provider fails, as far as Libra must survive them. Pure but for counting strikes.
 *
 * Each fault may be narrowed: `count` strikes only the next so many requests, `model` only requests for that model.
 */
interface Strike {
  /** Strikes only this many requests. Nothing: all of them. */
  count?: number;
  /** Strikes only requests for this model. Nothing: any. */
  model?: string;
}

/** A fault in the middle of an answer. */
export interface MidwayStrike extends Strike {
  /** How many tokens have been sent before it; 3 by default. */
  afterTokens?: number;
}

interface CutStrike extends MidwayStrike {
  /** True: the response ends as if it were complete. By default the connection is closed under it. */
  clean?: boolean;
}

/** `{}` is a healthy provider. Faults combine where that makes sense, e.g. `delay` with `status`. */
export interface OpenAiFaults {
  /** The connection is reset before a byte of the answer. */
  refuse?: Strike;
  /** Milliseconds before the headers. */
  delay?: Strike & { ms: number };
  /** Milliseconds between the headers and the first token. */
  delayFirstToken?: Strike & { ms: number };
  /** Milliseconds before each token: an answer that comes, and takes for ever. */
  slowTokens?: Strike & { ms: number };
  /** The request is read and nothing ever comes back. */
  hangBeforeHeaders?: Strike;
  /** 200 and headers, then nothing. */
  hangAfterHeaders?: Strike;
  /** 200 and headers, then comments only (in a JSON answer: spaces), one every `everyMs` (100). */
  drip?: Strike & { everyMs?: number };
  /** An error of this status; `retryAfterSec` becomes the header. */
  status?: Strike & { status: number; retryAfterSec?: number };
  /** Silence in the middle of the answer. */
  stall?: MidwayStrike;
  /** The answer breaks off inside a frame. */
  closeMidFrame?: CutStrike;
  /** The answer breaks off inside the bytes of one character. */
  closeMidCharacter?: CutStrike;
  /** An error frame in the middle of the answer, then the end, without `[DONE]`. */
  errorChunk?: MidwayStrike;
  /** Frames that are not JSON, then the end. */
  garbage?: MidwayStrike;
  /** Usage was asked for and does not come. */
  noUsage?: Strike;
  /** The stream ends without `[DONE]`. */
  noDone?: Strike;
  /** One delta of `bytes` (10 MB) in place of the answer. */
  hugeChunk?: Strike & { bytes?: number };
  /** A complete answer without text. */
  empty?: Strike;
  /** Not a fault of the provider but of the way: the bytes arrive in pieces of `bytes` (1), whatever they cut apart. */
  shred?: Strike & { bytes?: number };
}

type FaultName = keyof OpenAiFaults;

export interface FaultBoard {
  /** Replaces the faults in force. Of a list, the first that fits a request strikes, fault by fault. */
  set(faults: OpenAiFaults | readonly OpenAiFaults[]): void;
  /** The faults in force, with the strikes that they have left. */
  show(): readonly OpenAiFaults[];
  /** The faults that strike a request for `model`; each one's count goes down. */
  take(model: string | null): OpenAiFaults;
}

export function createFaultBoard(): FaultBoard {
  let armed: OpenAiFaults[] = [];
  return {
    set(faults) {
      const list = Array.isArray(faults) ? (faults as readonly OpenAiFaults[]) : [faults as OpenAiFaults];
      armed = structuredClone([...list]);
    },
    show: () => armed,
    take(model) {
      const struck: Record<string, Strike> = {};
      for (const set of armed) {
        for (const [name, fault] of Object.entries(set) as [string, Strike][]) {
          if (name in struck || !fits(fault, model)) continue;
          if (fault.count !== undefined) fault.count -= 1;
          struck[name] = fault;
        }
      }
      return struck as OpenAiFaults;
    },
  };
}

function fits(fault: Strike, model: string | null): boolean {
  if (fault.count !== undefined && fault.count <= 0) return false;
  return fault.model === undefined || fault.model === model;
}

/** Which options a fault takes besides `count` and `model`. */
const OPTIONS: Record<FaultName, readonly string[]> = {
  refuse: [],
  delay: ['ms'],
  delayFirstToken: ['ms'],
  slowTokens: ['ms'],
  hangBeforeHeaders: [],
  hangAfterHeaders: [],
  drip: ['everyMs'],
  status: ['status', 'retryAfterSec'],
  stall: ['afterTokens'],
  closeMidFrame: ['afterTokens', 'clean'],
  closeMidCharacter: ['afterTokens', 'clean'],
  errorChunk: ['afterTokens'],
  garbage: ['afterTokens'],
  noUsage: [],
  noDone: [],
  hugeChunk: ['bytes'],
  empty: [],
  shred: ['bytes'],
};

export type ParsedFaults = { ok: true; faults: OpenAiFaults[] } | { ok: false; why: string };

/** Checks faults that came over the control endpoint: a misspelt fault that strikes nothing would make a test pass for nothing. */
export function parseFaults(value: unknown): ParsedFaults {
  const sets = Array.isArray(value) ? value : [value];
  for (const set of sets) {
    if (!isObject(set)) return { ok: false, why: 'faults are an object, or a list of objects' };
    for (const [name, fault] of Object.entries(set)) {
      const why = checkFault(name, fault);
      if (why !== null) return { ok: false, why };
    }
  }
  return { ok: true, faults: sets as OpenAiFaults[] };
}

function checkFault(name: string, fault: unknown): string | null {
  if (!Object.hasOwn(OPTIONS, name)) {
    return `there is no fault ${name}; there are ${Object.keys(OPTIONS).join(', ')}`;
  }
  if (!isObject(fault)) return `${name} must be an object, e.g. {"${name}": {"count": 1}}`;
  const options = OPTIONS[name as FaultName];
  for (const [option, given] of Object.entries(fault)) {
    if (option !== 'count' && option !== 'model' && !options.includes(option)) {
      return `${name} takes ${['count', 'model', ...options].join(', ')}, not ${option}`;
    }
    const wanted = option === 'model' ? 'string' : option === 'clean' ? 'boolean' : 'number';
    if (typeof given !== wanted) return `${name}.${option} must be a ${wanted}`;
  }
  if (name === 'status' && !isErrorStatus(fault.status)) return 'status.status must be from 400 to 599';
  if (OPTIONS[name as FaultName].includes('ms') && fault.ms === undefined) return `${name} needs ms`;
  return null;
}

function isErrorStatus(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 400 && value <= 599;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
