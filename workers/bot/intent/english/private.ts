import type { Rule } from '../rule.ts';

export const ENGLISH_PRIVATE: readonly Rule[] = [
  {
    intent: 'private',
    form: 'order',
    phrases: [
      '(answer|reply|respond|answer me|reply to me|respond to me|answer this|reply to this|answer it|tell me) {alone}',
      '(answer|reply|respond) (only|just) to me',
      '(show|make|send|keep|post|give) [me] [the|your|this|my|that] {answer} [visible|private|shown] {alone}',
      '(keep|make) [the|your|this|my|that] {answer} (private|ephemeral)',
      "(don't|dont|do not) (show|let) [the|your|this] {answer} to (others|anyone else|anybody else|everyone|everyone else|other people|the others)",
      '(private|ephemeral|secret) {answer}',
      '(give me|send me|make it) a (private|secret|hidden) {answer}',
      '(keep|make|have) [the|your|this|my|that] {answer} [just|only] between (us|you and me|us two)',
      'hide [the|your|this|my] {answer} from (others|everyone|everyone else|the others|other people|everybody|everybody else|the rest|the channel|anyone else)',
      '(answer|reply to|respond to) (only me|just me|me only|me alone|me in private|me privately|only me privately)',
      "(answer|reply|respond|answer me|reply to me|respond to me|answer this|reply to this|tell me) (in a way only i can see|where nobody else can see|where no one else can see|so it is only visible to me|so it's only visible to me|quietly so only i can see)",
      '(show|make|send|keep|give|whisper|dm|post|have) [me] [the|your|this|my|that|all] {answer} [be] [visible|private|shown|visible only|hidden|to be visible] {alone}',
      '(make|keep|show|send|give) [me] [the|your|this|my|that|all] {answer} (only visible to me|only shown to me|visible only to me|visible to only me|visible just to me|only visible to me|visible to me only|only to me|just to me|to me only|to only me|hidden from others|hidden from everyone else|hidden from the others|private to me|for my eyes only|in a private message)',
      "(want|i want|i'd like|i would like|i need|need|have) [the|your|my|an] {answer} [to be] (visible only to me|only visible to me|visible to me only|visible to only me|shown only to me|private|sent privately|to me only|seen only by me|hidden from others)",
      '(show|send|give|tell) [me] [the|your|this|my|that|all] {answer} {alone}',
      '(send|show|give) [me] [the|your|this] {answer} (only|just) (to me|me)',
      'whisper [the|your] {answer} to (me|me only|only me|just me)',
      "(answer|reply|respond|answer me|reply to me|respond to me) (secretly|confidentially|ephemerally|with a private message|in a private message|for my eyes only|without others seeing|so others cannot see|so others can't see it|so others can't see|so no one else sees it|so no one else can see|so no one else can see it|so that nobody else sees it)",
    ],
  },
  {
    intent: 'private',
    form: 'gerund',
    phrases: [
      '(answering|replying|responding) [me|to me|to this] {alone}',
      '(keeping|making) [the|your|this] {answer} private',
    ],
  },
  {
    intent: 'private',
    form: 'question',
    phrases: [
      '(can|could|may) only (i|me) see [the|your|this|that|my] {answer}',
      "(i want|i'd like|i would like|i need|can i get|can i have|could i get|could i have|may i have) a (private|secret|hidden) {answer}",
      '(can|could|would) [the|your|this|my] {answer} be (private|visible only to me|only visible to me|hidden from others|seen only by me|just for me)',
    ],
  },
];
