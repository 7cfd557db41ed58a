/** The dialogues of dialogues.jsonl: what a person has told, what they ask a day later, and what must and must not come of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const KINDS = ['recall', 'paraphrase', 'update', 'abstain', 'apart', 'forbidden', 'erased'] as const;
export type Kind = (typeof KINDS)[number];

export interface Dialogue {
  kind: Kind;
  lang: 'ko' | 'en';
  /** In so many words: "remember that …". */
  told?: string[];
  /** In a conversation, from which it has to be learned. */
  said?: string[];
  /** In a new conversation. Absent: what is kept is looked at instead. */
  ask?: string;
  /** Regular expressions over what the model is told, or with a real provider over its answer. */
  expect?: string;
  absent?: string;
  /** Of `apart`: who asks, or where. */
  asker?: 'person' | 'server' | 'server from direct' | 'direct from server';
}

export const WHAT: Record<Kind, string> = {
  recall: 'what was said is known a day later',
  paraphrase: 'it is known though the question has other words',
  update: 'the newer fact holds, the older does not',
  abstain: 'what does not concern the question stays out',
  apart: 'nothing reaches other people, servers or direct messages',
  forbidden: 'no secret, health, other people, links, instructions or quotes are learned; the rest is',
  erased: 'what is forgotten is gone',
};

export function readDialogues(): Dialogue[] {
  const lines = readFileSync(join(import.meta.dirname, 'dialogues.jsonl'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Dialogue);
}
