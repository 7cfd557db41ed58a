import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { refuseFailure } from '../message/refusal.ts';
import type { GateVerdict } from './judge.ts';

/** What the requester is told instead of an answer; null when the question may be handed over. */
export function refuseAtGate(verdict: GateVerdict, texts: Texts, nowMs: number): InteractionCallback | null {
  switch (verdict.kind) {
    case 'open':
      return null;
    case 'muted':
      return ephemeral(texts.stillMuted(Math.ceil(verdict.untilMs / 1000)));
    case 'refused':
      return refuseFailure(texts, verdict.failure, nowMs);
  }
}
