/** Modals: what opens one, and what comes back. Pure. Source: https://docs.discord.com/developers/components/reference#label */
import { isRecord } from '../../../shared/json.ts';

export const LABEL = 18;
export const TEXT_INPUT = 4;
/** A line, or several. */
export const TEXT_STYLE = { SHORT: 1, PARAGRAPH: 2 } as const;
/** What a text input holds at most. */
export const MAX_INPUT_CHARS = 4_000;

export interface TextInputLabel {
  type: typeof LABEL;
  label: string;
  component: {
    type: typeof TEXT_INPUT;
    custom_id: string;
    style: (typeof TEXT_STYLE)[keyof typeof TEXT_STYLE];
    required: boolean;
    max_length: number;
    value?: string;
  };
}

export interface Modal {
  /** At most 100 characters. */
  custom_id: string;
  /** At most 45 characters. */
  title: string;
  components: readonly TextInputLabel[];
}

/** The values of the text inputs, by their custom ids. */
export function parseModalValues(components: unknown): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (!Array.isArray(components)) return values;
  for (const label of components as unknown[]) {
    const input = isRecord(label) ? label.component : undefined;
    if (!isRecord(input)) continue;
    const { custom_id: id, value } = input;
    if (typeof id === 'string' && typeof value === 'string') values.set(id, value);
  }
  return values;
}
