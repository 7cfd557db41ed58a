import type { Rule } from '../rule.ts';

export const KOREAN_MUTE: readonly Rule[] = [
  {
    intent: 'mute',
    form: 'command',
    phrases: [
      '{from} <duration> [좀|제발] {quiet}',
      '{from} <duration> [좀|제발] 조용히 [좀] {do}',
      '{from} <duration> [좀|제발] (조용|조용히)',
      '{from} <duration> [좀|제발] 조용해 {give}',
      '{channel} {obj} <duration> {mute} {do}',
      '{channel} {obj} <duration> {mute}',
      '{channel} {obj} {mute} <amount>',
      '{channel} {obj} {mute} <amount> {do}',
      '{channel} {obj} {mute} {do} <duration>',
      '{from} <duration> [좀|제발] {mute} [모드] [로|로 해 줘|로 있어|로 있어 줘|상태로 있어 줘]',
      '{from} <duration> [좀|제발] 조용히 (있어 줄래|있어 줄 수 있어|있어 주실래요|있어 주라|있어 줘라|있어 주시겠어요|해 봐|해 주라)',
      '{from} <duration> [좀|제발] {hush}',
      '{quiet} <duration>',
      '{mute} <duration> [좀] {do}',
      '조용히 {do} <duration>',
      // Without a duration: only what nobody says in passing.
      '{channel} {obj} {mute} {do}',
      '{mute}',
      '{from} [좀] 조용히 [좀] {do}',
      '{from} [좀] (조용히 있어|조용히 있어 줘|조용히 있어 주세요|조용히 좀 해|조용히 좀 해 줘|조용히 좀 해 주세요|조용히 좀 있어)',
    ],
  },
  {
    intent: 'mute',
    form: 'question',
    phrases: [
      '{from} <duration> [좀|제발] 조용히 있어 (줄래|줄래요|줄 수 있어|줄 수 있어요|줄 수 있나요|줄 수 있을까|주실래요|주시겠어요)',
      '{from} [좀] 조용히 [좀] 있어 {wouldGive}',
      '{from} <duration> [좀|제발] {wouldQuiet}',
    ],
  },
];
