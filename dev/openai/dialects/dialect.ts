/** What one provider demands of a request, and how its answers differ from OpenAI's. Types alone. */

export interface Dialect {
  /** The host and path that people write into a catalogue, with what stands for their own names in it. */
  baseUrl: string;
  /** Header and value that prove who asks, by the key; null where nobody is asked for one. */
  proof: ((key: string) => [header: string, value: string]) | null;
  /** Headers that must not come: another provider's key would be in them. */
  forbidden?: readonly string[];
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  model: string;
  /** Fields of Libra's own that it does not know. */
  refuses?: readonly string[];
  /** Frames as they stand in the stream, around and for these texts. */
  frames(texts: readonly string[]): string[];
  errors: {
    badKey: DialectError;
    unknownModel: DialectError;
    tooLong: DialectError;
    refusedField(field: string): DialectError;
  };
}

export interface DialectError {
  status: number;
  body: unknown;
}
