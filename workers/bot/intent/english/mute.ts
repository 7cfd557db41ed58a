import type { Rule } from '../rule.ts';

export const ENGLISH_MUTE: readonly Rule[] = [
  {
    intent: 'mute',
    form: 'name',
    phrases: [
      '(mute|mtue|muet|silence) [for] <amount>',
      '(silent mode|quiet mode|silence mode|mute mode|do not disturb) [on|please] [for] <duration>',
      '<duration> of (silence|quiet|peace and quiet)',
      '<duration> (mute|silence)',
      '[a] <duration> mute',
      '[for] the next <duration> [please] {silence}',
      '(quiet|shush|hush|silence|shh|shhh|silent|stfu) [please|pls|plz|now] [for] <duration>',
      '(quiet|silence) (please|pls|plz|libra)',
      'no [more] (talking|chatting|replies|replying|messages|answers|answering|speaking|responses|responding|chat|noise|texts|posts|posting|talk|words) for <duration>',
      '[for] <duration> {silence}',
    ],
  },
  {
    intent: 'mute',
    form: 'order',
    phrases: [
      '(mute|silence) {bot} [for] <amount>',
      '(mute|silence) {bot} for the next <duration>',
      '(go into|enter|enable|activate|turn on|switch to|start) [the] (silent mode|quiet mode|mute mode|mute) for <duration>',
      "(do not|don't|stop) {disturb} for <duration>",
      '{silence} {whom} {here} for <duration>',
      '{silence} {here} <duration>',
      '{silence} {whom} {here} for the next <duration>',
      // Without a duration: only what nobody says in passing.
      'mute (yourself|the bot|this bot|libra|this channel|the channel|this chat|the chat)',
      '(be quiet|be silent|stay quiet|stay silent|keep quiet|keep silent|remain silent|remain quiet|go quiet|go silent|stop talking|stop replying|stop responding|silence yourself) {here}',
    ],
  },
  {
    intent: 'mute',
    form: 'gerund',
    phrases: [
      '{silencing} {whom} {here} for <duration>',
      '{silencing} {here} <duration>',
      'muting {bot} for <duration>',
      '(being quiet|staying quiet|keeping quiet|being silent|staying silent|muting yourself) {here}',
    ],
  },
];
