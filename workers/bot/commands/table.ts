/** The one declaration from which both registration and routing come. */

import { addToDocuments } from './add-to-documents.ts';
import { askAbout } from './ask-about.ts';
import { askForm } from './ask-form.ts';
import { chat } from './chat.ts';
import type { Command, CommandDefinition } from './command.ts';
import { docs } from './docs.ts';
import { explainCode } from './explain-code.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { memory } from './memory.ts';
import type { MessageCommand, MessageCommandDefinition } from './message-command.ts';
import { model } from './model.ts';
import { moderation } from './moderation.ts';
import { mute } from './mute.ts';
import { persona } from './persona.ts';
import { privacy } from './privacy.ts';
import { rememberThis } from './remember-this.ts';
import { reminders } from './reminders.ts';
import { reset } from './reset.ts';
import { settings } from './settings.ts';
import { status } from './status.ts';
import { summarise } from './summarise.ts';
import { talk } from './talk.ts';
import { tools } from './tools.ts';
import { transcribe } from './transcribe.ts';
import { translate } from './translate.ts';
import { voice } from './voice.ts';

/** In the order in which Discord lists them. */
const COMMANDS: readonly Command[] = [
  chat,
  askForm,
  talk,
  persona,
  model,
  voice,
  help,
  reset,
  history,
  reminders,
  memory,
  mute,
  status,
  docs,
  settings,
  tools,
  privacy,
  moderation,
];

const MESSAGE_COMMANDS: readonly MessageCommand[] = [
  askAbout,
  summarise,
  translate,
  explainCode,
  addToDocuments,
  rememberThis,
  transcribe,
];

/** What is registered with Discord. Plain data, importable in Node. */
export const commandDefinitions: readonly (CommandDefinition | MessageCommandDefinition)[] = [
  ...COMMANDS,
  ...MESSAGE_COMMANDS,
].map(({ definition }) => definition);

const BY_NAME: ReadonlyMap<string, Command> = new Map(
  COMMANDS.map((command) => [command.definition.name, command]),
);

const MESSAGE_COMMAND_BY_NAME: ReadonlyMap<string, MessageCommand> = new Map(
  MESSAGE_COMMANDS.map((command) => [command.definition.name, command]),
);

export function findMessageCommand(name: string): MessageCommand | undefined {
  return MESSAGE_COMMAND_BY_NAME.get(name);
}

export function findCommand(name: string): Command | undefined {
  return BY_NAME.get(name);
}
