/** Modals: what opens one, and what comes back. Pure. Source: https://docs.discord.com/developers/components/reference#label */
import { isList, isRecord, recordsIn } from '../../../shared/json.ts';

export const LABEL = 18;
export const TEXT_INPUT = 4;
export const STRING_SELECT = 3;
export const FILE_UPLOAD = 19;
/** A line, or several. */
export const TEXT_STYLE = { SHORT: 1, PARAGRAPH: 2 } as const;
/** What a text input holds at most. */
export const MAX_INPUT_CHARS = 4_000;
/** What a select offers at most, and each label and description of it. */
export const MAX_SELECT_OPTIONS = 25;
export const MAX_SELECT_CHARS = 100;

export interface TextInput {
  type: typeof TEXT_INPUT;
  custom_id: string;
  style: (typeof TEXT_STYLE)[keyof typeof TEXT_STYLE];
  required: boolean;
  max_length: number;
  value?: string;
  placeholder?: string;
}

export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  default?: true;
}

export interface StringSelect {
  type: typeof STRING_SELECT;
  custom_id: string;
  required: boolean;
  options: readonly SelectOption[];
}

export interface FileUpload {
  type: typeof FILE_UPLOAD;
  custom_id: string;
  required: boolean;
  min_values: number;
  max_values: number;
}

export interface Label {
  type: typeof LABEL;
  /** At most 45 characters. */
  label: string;
  /** At most 100 characters. */
  description?: string;
  component: TextInput | StringSelect | FileUpload;
}

export interface Modal {
  /** At most 100 characters. */
  custom_id: string;
  /** At most 45 characters. */
  title: string;
  /** At most 5. */
  components: readonly Label[];
}

/** What was entered, by the custom ids of the components. */
export interface ModalValues {
  texts: ReadonlyMap<string, string>;
  /** The chosen values of selects, the ids of uploaded files. */
  lists: ReadonlyMap<string, readonly string[]>;
}

export function parseModalValues(components: unknown): ModalValues {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  for (const { component } of recordsIn(components)) {
    if (!isRecord(component)) continue;
    const { custom_id: id, value, values } = component;
    if (typeof id !== 'string') continue;
    if (typeof value === 'string') texts.set(id, value);
    if (isList(values)) {
      lists.set(id, values.filter((each) => typeof each === 'string').slice(0, MAX_SELECT_OPTIONS));
    }
  }
  return { texts, lists };
}
