/** What stands in an event of the provider, which may have any form. */
import type { JsonRecord } from '../../../shared/json.ts';

/** '' where it is no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** As the API has it now: its beta says `response.text.delta` where it says `response.output_text.delta`. Here all are as in the beta. */
export function typeOf({ type }: JsonRecord): string {
  return textOf(type).replace('response.output_', 'response.');
}
