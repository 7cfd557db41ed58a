/**
 * How long the stages of a request took, as one field of the line that ends it, and to the platform where it offers spans.
 * The field: `1764444000000 history:0+12 guard:1+9`: Unix ms of the beginning; of each stage its start and its duration, in ms.
 */
export interface Spans {
  /** Timed however it ends. `describe`: what the platform is told of it as well, once it has gone well. */
  run<T>(name: string, work: () => Promise<T>, describe?: (value: T) => SpanAttributes): Promise<T>;
  /** Undefined: nothing has been timed. */
  text(): string | undefined;
}

/** The platform's own: `tracing.enterSpan` of `cloudflare:workers`. */
export type EnterSpan = <T>(name: string, work: (span?: PlatformSpan) => T) => T;

/** No text: that might be somebody's. */
export type SpanAttributes = Readonly<Record<string, number | boolean>>;

export interface PlatformSpan {
  setAttribute(key: string, value: number | boolean): unknown;
}

export interface Span {
  name: string;
  /** Unix milliseconds. */
  startMs: number;
  durationMs: number;
}

/** A log line's field is cut at 200 characters. */
const MAX_CHARS = 200;
const NAME = /^[a-z]{1,20}$/;
const STAGE = /^([a-z]{1,20}):(\d{1,7})\+(\d{1,7})$/;

export function createSpans(now: () => number, enter: EnterSpan = (_, work) => work()): Spans {
  const beganAtMs = now();
  const stages: string[] = [];
  return {
    async run(name, work, describe) {
      const startMs = now();
      try {
        return await enter(name, async (span) => {
          const value = await work();
          for (const [key, each] of Object.entries(describe?.(value) ?? {})) {
            span?.setAttribute(`libra.${key}`, each);
          }
          return value;
        });
      } finally {
        if (NAME.test(name)) stages.push(`${name}:${startMs - beganAtMs}+${now() - startMs}`);
      }
    },
    text() {
      const whole = [String(beganAtMs), ...stages];
      while (whole.join(' ').length > MAX_CHARS) whole.pop();
      return whole.length > 1 ? whole.join(' ') : undefined;
    },
  };
}

/** What is no such field gives none. */
export function parseSpans(text: unknown): Span[] {
  if (typeof text !== 'string') return [];
  const [began = '', ...stages] = text.split(' ');
  if (!/^\d{13}$/.test(began)) return [];
  return stages.flatMap((stage) => {
    const [, name, after, durationMs] = STAGE.exec(stage) ?? [];
    if (name === undefined) return [];
    return [{ name, startMs: Number(began) + Number(after), durationMs: Number(durationMs) }];
  });
}
