/**
 * Messages that are made of components alone (Components V2), as far as Libra uses them. Pure.
 * Source: https://docs.discord.com/developers/components/reference
 */
import type { MessageComponentTypes } from 'discord-interactions';
import type { Button, Row } from './message.ts';
import type { SelectOption } from './modal.ts';
import { neutralise } from './neutralise/neutralise.ts';

/** The message flag; it cannot be taken back, and such a message has no `content`. */
export const COMPONENTS_V2 = 1 << 15;

const TEXT_DISPLAY = 10;
const SEPARATOR = 14;
const CONTAINER = 17;
export const ROLE_SELECT = 6;
export const CHANNEL_SELECT = 8;

interface TextDisplay {
  type: typeof TEXT_DISPLAY;
  content: string;
}

interface Separator {
  type: typeof SEPARATOR;
}

export interface ChoiceSelect {
  type: MessageComponentTypes.STRING_SELECT;
  custom_id: string;
  /** At most 150 characters. */
  placeholder: string;
  options: SelectOption[];
  min_values?: number;
  max_values?: number;
}

export interface EntitySelect {
  type: typeof ROLE_SELECT | typeof CHANNEL_SELECT;
  custom_id: string;
  placeholder: string;
  min_values: number;
  max_values: number;
  channel_types?: readonly number[];
  default_values?: { id: string; type: 'channel' }[];
}

export type LayoutRow = Row<Button | ChoiceSelect | EntitySelect>;

export type Block = TextDisplay | Separator | LayoutRow;

export interface Container {
  type: typeof CONTAINER;
  components: Block[];
}

export function textBlock(content: string): TextDisplay {
  return { type: TEXT_DISPLAY, content: neutralise(content) };
}

export function separator(): Separator {
  return { type: SEPARATOR };
}

export function container(...components: Block[]): Container {
  return { type: CONTAINER, components };
}
