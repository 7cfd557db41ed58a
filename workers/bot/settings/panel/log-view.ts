/** A page of the audit. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import type { SettingsAuditEntry, SettingsAuditPage } from '../../../../shared/contract/settings.ts';
import { type Container, container, textBlock } from '../../discord/layout.ts';
import { actionRow, type Button } from '../../discord/message.ts';
import { inCode } from '../../locale/in-code.ts';
import type { SettingsTexts } from '../../locale/texts/settings.ts';
import { toUnixSec } from '../../locale/time.ts';
import { startOf } from '../../message/shorten.ts';
import { formatLogId } from './panel-id.ts';
import { showValue } from './show-value.ts';

/** Ten of them stay below Discord's 10,170 bytes, in Hangul. */
const MAX_ENTRY_CHARS = 300;
const MAX_ITEMS = 2;
const MAX_NAME_CHARS = 32;

/** `before`: where the page begins; 0 for the newest. */
export function createLogPage(
  { entries, next }: SettingsAuditPage,
  before: number,
  texts: SettingsTexts,
): Container {
  const { log } = texts;
  const buttons = [
    ...(before === 0 ? [] : [button(log.newest, 0)]),
    ...(next === null ? [] : [button(log.older, next)]),
  ];
  return container(
    textBlock(`### ${log.title}`),
    textBlock(
      entries.length === 0 ? log.empty : entries.map((entry) => describeEntry(entry, texts)).join('\n'),
    ),
    ...(buttons.length === 0 ? [] : [actionRow(...buttons)]),
  );
}

function describeEntry(
  { at, actor, scope, target, field, before, after }: SettingsAuditEntry,
  texts: SettingsTexts,
): string {
  const timeSec = toUnixSec(at);
  const time = timeSec === null ? '' : `<t:${timeSec}:f> `;
  const who = actor === null ? texts.log.erasedActor : `<@${actor}>`;
  const name = Object.hasOwn(texts.fields, field)
    ? texts.fields[field as keyof typeof texts.fields].name
    : inCode(field, MAX_NAME_CHARS);
  const show = (value: unknown) => showValue(scope === 'persona' ? '' : field, value, texts, MAX_ITEMS);
  const entry = `- ${time}${who} · ${placeOf(scope, target, texts)} · **${name}**: ${show(before)} → ${show(after)}`;
  return startOf(entry, MAX_ENTRY_CHARS);
}

function placeOf(scope: SettingsAuditEntry['scope'], target: string | null, texts: SettingsTexts): string {
  switch (scope) {
    case 'server':
      return texts.scopes.server;
    case 'channel':
      return `<#${target}>`;
    case 'persona':
      return `${texts.log.persona} ${inCode(target ?? '', MAX_NAME_CHARS)}`;
  }
}

function button(label: string, before: number): Button {
  return {
    type: MessageComponentTypes.BUTTON,
    style: ButtonStyleTypes.SECONDARY,
    label,
    custom_id: formatLogId(before),
  };
}
