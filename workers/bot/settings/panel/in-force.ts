/** What holds in a place, and which scope has decided it. Pure. */
import type { SettingsView } from '../../../../shared/contract/settings.ts';
import { isBuiltIn } from '../../../../shared/personas/built-in.ts';
import { defaultModelOf } from '../../../../shared/settings/effective.ts';
import type { Scope } from '../../../../shared/settings/settings.ts';
import type { SettingsTexts } from '../../locale/texts/settings.ts';
import type { Field } from './fields.ts';
import { showValue } from './show-value.ts';

const MAX_ITEMS = 3;
const NEAREST: readonly Scope[] = ['person', 'channel', 'server'];

interface InForce {
  shown: string;
  from: Scope | 'default' | 'operator';
}

export function showInForce(field: Field, view: SettingsView, texts: SettingsTexts): string {
  const { shown, from } = inForce(field, view, texts);
  const origin =
    from === 'default' ? texts.byDefault : from === 'operator' ? texts.byOperator : texts.scopes[from];
  return `${shown} · ${origin}`;
}

function inForce(field: Field, view: SettingsView, texts: SettingsTexts): InForce {
  const { effective, ceilings, server } = view;
  const show = (value: unknown) => showValue(field, value, texts, MAX_ITEMS);
  const setBy = (isIt: (value: unknown) => boolean = (value) => value !== undefined) =>
    NEAREST.find((scope) => isIt(valueIn(view, scope, field))) ?? 'default';
  switch (field) {
    case 'language':
      return {
        shown: effective.language === null ? texts.theirDiscord : show(effective.language),
        from: setBy(),
      };
    case 'model':
      return {
        shown: show(defaultModelOf(effective, view.default_model)),
        from: effective.model === null ? 'default' : setBy((value) => value === effective.model),
      };
    case 'allowedModels': {
      const { allowedModels } = effective;
      return allowedModels === null
        ? { shown: texts.everyModel, from: 'default' }
        : { shown: show(allowedModels), from: 'server' };
    }
    case 'persona': {
      const name = effective.personas.find((wanted) => hasPersona(view, wanted));
      return { shown: show(name), from: name === undefined ? 'default' : setBy((value) => value === name) };
    }
    case 'instructions': {
      const chars = effective.instructions.reduce((sum, { length }) => sum + length, 0);
      return { shown: chars === 0 ? texts.notSet : texts.chars(chars), from: setBy() };
    }
    case 'answersIn':
      return { shown: texts.answersHere[effective.isAnswering ? 'yes' : 'no'], from: setBy() };
    case 'toolServers':
    case 'toolsOff':
      return { shown: show(server[field]), from: setBy() };
    case 'memory':
      // Of those who say no, the nearest; a person can also have said so with /privacy.
      return effective.memory
        ? { shown: show(true), from: setBy() }
        : {
            shown: show(false),
            from: NEAREST.find((scope) => valueIn(view, scope, field) === false) ?? 'person',
          };
    case 'dailyTokens':
      return daily(
        effective.dailyTokens,
        { ofServer: server.dailyTokens, ofOperator: ceilings.daily_tokens },
        show,
        texts,
      );
    case 'dailyMicroUsd':
      return daily(
        effective.dailyMicroUsd,
        { ofServer: server.dailyMicroUsd, ofOperator: ceilings.daily_micro_usd },
        show,
        texts,
      );
    case 'roleLimits':
      return server.roleLimits === undefined
        ? { shown: texts.noLimit, from: 'default' }
        : { shown: show(server.roleLimits), from: 'server' };
    case 'voice':
      return { shown: effective.voice === null ? texts.usualVoice : show(effective.voice), from: setBy() };
    case 'timeZone':
      return { shown: show(effective.timeZone ?? 'UTC'), from: setBy() };
    case 'moderation':
      // The operator may have a policy of their own, which the panel does not know.
      return {
        shown: show(effective.moderation),
        from: effective.moderation === null ? 'operator' : setBy(),
      };
    case 'privateAnswers':
    case 'conversation':
    case 'showCosts':
    case 'showQuestion':
    case 'spokenReplies':
      return { shown: show(effective[field]), from: setBy() };
  }
}

function daily(
  effective: number,
  { ofServer, ofOperator }: { ofServer: number | undefined; ofOperator: number },
  show: (value: number) => string,
  { noLimit }: SettingsTexts,
): InForce {
  if (effective === 0) return { shown: noLimit, from: 'default' };
  return { shown: show(effective), from: effective === ofServer || ofOperator === 0 ? 'server' : 'operator' };
}

export function valueIn(view: SettingsView, scope: Scope, field: Field): unknown {
  return (view[scope] as Readonly<Record<string, unknown>>)[field];
}

/** Names are told apart without regard to case. */
function hasPersona({ personas }: SettingsView, wanted: string): boolean {
  return isBuiltIn(wanted) || personas.some((name) => name.toLowerCase() === wanted.toLowerCase());
}
