/** Values of settings as a person reads them. Pure. What an audit holds may be anything: it is looked at before it is shown. */
import { isList, isRecord } from '../../../../shared/json.ts';
import { MODERATION_LEVELS } from '../../../../shared/moderation/level.ts';
import { isBuiltIn } from '../../../../shared/personas/built-in.ts';
import {
  type AnswersIn,
  CONVERSATION_KINDS,
  COST_AUDIENCES,
  type RoleLimit,
} from '../../../../shared/settings/settings.ts';
import { inCode } from '../../locale/in-code.ts';
import type { SettingsTexts } from '../../locale/texts/settings.ts';

/** Of a text or a name. */
const MAX_TEXT_CHARS = 60;

/** `maxItems`: of a list that are named; how many more there are is counted. */
export function showValue(field: string, value: unknown, texts: SettingsTexts, maxItems: number): string {
  if (value === undefined || value === null) return texts.notSet;
  switch (field) {
    case 'language':
      return value === 'ko' || value === 'en' ? texts.languages[value] : other(value);
    case 'persona':
      return typeof value === 'string' && isBuiltIn(value) ? texts.builtInPersonas[value].name : other(value);
    case 'conversation':
      return named(CONVERSATION_KINDS, texts.conversations, value);
    case 'showCosts':
      return named(COST_AUDIENCES, texts.costs, value);
    case 'moderation':
      return showModeration(value, texts);
    case 'answersIn':
      return showChannels(value, texts, maxItems);
    case 'allowedModels':
    case 'toolServers':
    case 'toolsOff':
      return showList(listOf(value).map(other), texts, maxItems);
    case 'roleLimits':
      return texts.roles(listOf(value).length);
    case 'dailyTokens':
      return typeof value === 'number' ? texts.tokens(value) : other(value);
    case 'dailyMicroUsd':
      return typeof value === 'number' ? showUsd(value) : other(value);
    default:
      return typeof value === 'boolean' ? texts[value ? 'on' : 'off'] : other(value);
  }
}

export function showUsd(microUsd: number): string {
  const digits = microUsd % 10_000 === 0 ? 2 : 6;
  return `$${(microUsd / 1_000_000).toFixed(digits)}`;
}

export function showRoleLimit(
  { roleId, callsPerMin, tokensPerDay, microUsdPerDay }: RoleLimit,
  texts: SettingsTexts,
): string {
  const parts = [
    ...(callsPerMin === undefined ? [] : [texts.callsPerMin(callsPerMin)]),
    ...(tokensPerDay === undefined ? [] : [texts.perDay(texts.tokens(tokensPerDay))]),
    ...(microUsdPerDay === undefined ? [] : [texts.perDay(showUsd(microUsdPerDay))]),
  ];
  return `<@&${roleId}>: ${parts.length === 0 ? texts.noLimit : parts.join(', ')}`;
}

function other(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return inCode(text, MAX_TEXT_CHARS);
}

function named<Word extends string>(
  words: readonly Word[],
  texts: Record<Word, string>,
  value: unknown,
): string {
  const word = words.find((known) => known === value);
  return word === undefined ? other(value) : texts[word];
}

function showModeration(value: unknown, texts: SettingsTexts): string {
  if (!isRecord(value)) return other(value);
  const level = named(MODERATION_LEVELS, texts.moderation, value.level);
  const count = isRecord(value.categories) ? Object.keys(value.categories).length : 0;
  return count === 0 ? level : `${level} ${texts.categories(count)}`;
}

function showChannels(value: unknown, texts: SettingsTexts, maxItems: number): string {
  if (!isRecord(value)) return other(value);
  const mentions = (key: keyof AnswersIn) =>
    showList(
      listOf(value[key]).flatMap((id) => (typeof id === 'string' ? [`<#${id}>`] : [])),
      texts,
      maxItems,
    );
  const { allow, deny, everywhere, nowhere } = texts.answersIn;
  return `${allow}: ${mentions('allow') || everywhere} · ${deny}: ${mentions('deny') || nowhere}`;
}

function showList(items: readonly string[], texts: SettingsTexts, maxItems: number): string {
  const more = items.length - maxItems;
  const shown = items.slice(0, maxItems).join(' ');
  return more > 0 ? `${shown} ${texts.andMore(more)}` : shown;
}

function listOf(value: unknown): unknown[] {
  return isList(value) ? value : [];
}
