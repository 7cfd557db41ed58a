import type { InteractionBase } from '../discord/parse.ts';
import { isManager } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { describeFailure, withCode } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import type { Checked } from './gate.ts';

/** What the requester is told instead of an answer; null when the question may be handed over. */
export function refuseAtGate(
  checked: Pick<Checked, 'verdict' | 'answersIn'>,
  interaction: Pick<InteractionBase, 'permissions'>,
  texts: Texts,
  nowMs: number,
): InteractionCallback | null {
  const text = refusalText(checked, interaction, texts, nowMs);
  return text === null ? null : ephemeral(text);
}

/** The same, where the interaction has been answered already. */
export function refusalText(
  { verdict, answersIn }: Pick<Checked, 'verdict' | 'answersIn'>,
  interaction: Pick<InteractionBase, 'permissions'>,
  texts: Texts,
  nowMs: number,
): string | null {
  switch (verdict.kind) {
    case 'open':
      return null;
    case 'muted':
      return texts.stillMuted(Math.ceil(verdict.untilMs / 1000));
    case 'not_here': {
      const { notHere, notHereForManagers } = texts.settingsEffects;
      const text = isManager(interaction) ? notHereForManagers : notHere(answersIn.slice(0, MAX_NAMED));
      return withCode(text, 'channel_not_allowed');
    }
    case 'refused':
      return describeFailure(texts, verdict.failure, nowMs);
  }
}

/** Channels that are named as those where Libra answers. */
const MAX_NAMED = 5;
