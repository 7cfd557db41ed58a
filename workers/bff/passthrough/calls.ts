/** A passthrough call in the bff: as its fields say, and accepted, measured, ready to be sent. Types alone. */
import type { Price, PricedUsage } from '../../../shared/catalogue/price.ts';
import type { AnswerForm, PassthroughPath } from '../../../shared/contract/passthrough.ts';
import type { AnswerSample } from './sample.ts';

export interface AcceptedCall {
  path: PassthroughPath;
  /** A name of the catalogue, of a chain of the right kind. */
  model: string;
  /** For the provider, without the model: llm names it as the provider does. */
  body: CallBody;
  answers: AnswerForm;
  /** The names of its fields. */
  fields: readonly string[];
  meter: Meter;
}

/** Its fields have been checked; whether there is such a model has not. */
export interface DraftCall extends Omit<AcceptedCall, 'path' | 'model'> {
  /** Undefined: the first one of its kind. */
  model: string | undefined;
}

export type CallBody =
  | { kind: 'json'; text: string }
  /** `parts` are sent one after the other. */
  | { kind: 'form'; contentType: string; parts: readonly Uint8Array[] };

/** What a call uses. `price`: of who may answer, or of who has answered; undefined when none is known. */
export interface Meter {
  /** The most: reserved. */
  bound(price: Price | undefined): PricedUsage;
  /** What is charged when the provider has not said it. `sample`: null when nothing has come. */
  untold(price: Price | undefined, sample: AnswerSample | null): PricedUsage;
  /** What the provider has said; null when it has not. */
  told(price: Price | undefined, sample: AnswerSample): PricedUsage | null;
}
