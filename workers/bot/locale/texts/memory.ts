/** What Libra says about personal memory. Types alone. */
import type { MemoryFact, MemoryPlace, MemoryView } from '../../../../shared/contract/memory.ts';

type Stated = Pick<MemoryView, 'state' | 'where' | 'allowed' | 'learns'>;

export interface MemoryTexts {
  /**
   * What the person agrees to by the button below it. It covers learning from what is said, also where that is not set up: an
   * operator may set it up later.
   */
  consent: (where: MemoryPlace) => string;
  /** Above that, where somebody wanted something remembered and has not agreed yet. */
  consentFirst: string;
  /** The label of the button. */
  agree: string;
  /** What holds now. */
  state: (view: Stated) => string;
  paused: string;
  switchedOff: (where: MemoryPlace) => string;
  agreed: (where: MemoryPlace, learns: boolean) => string;
  /** Agreed, but this place or the person keeps no conversations. */
  notAllowed: string;
  title: (facts: number) => string;
  empty: string;
  /** Facts that are used in other places alone. */
  elsewhere: (facts: number) => string;
  origins: Record<MemoryFact['origin'], string>;
  places: Record<'everywhere' | 'elsewhere', string>;
  uses: (answers: number) => string;
  before: (text: string, untilSec: number) => string;
  /** In the menu, at most 150 characters. */
  chooseToForget: string;
  newerPage: string;
  olderPage: string;
  remembered: (text: string) => string;
  superseded: (text: string) => string;
  edited: (text: string, isEverywhere: boolean) => string;
  forgotten: (facts: number) => string;
  /** It had gone before. */
  notThere: string;
  /** Offered beside the facts; at most 100 characters. */
  forgetAll: string;
  usedTitle: string;
  usedNote: string;
  usedGone: string;
  forgetNumber: (number: number) => string;
  exported: (facts: number) => string;
}

/** What can be wrong. The key is the stable code that the user is shown. */
export interface MemoryProblemTexts {
  memory_unavailable: string;
  /** What was typed names none, or several. */
  fact_unclear: string;
  fact_unchanged: string;
  remember_own_only: string;
}
