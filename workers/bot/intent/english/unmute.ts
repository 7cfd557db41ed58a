import type { Rule } from '../rule.ts';

export const ENGLISH_UNMUTE: readonly Rule[] = [
  {
    intent: 'unmute',
    form: 'gerund',
    phrases: ['unmuting [yourself]', '(ending|lifting|cancelling|canceling|removing) the mute'],
  },
  { intent: 'unmute', form: 'name', phrases: ["(unmute|un-mute|un mute|unmuted|you're unmuted)"] },
  {
    intent: 'unmute',
    form: 'order',
    phrases: [
      '(unmute|un-mute) {bot}',
      '(end|cancel|lift|remove|undo|turn off|stop) [the|this|your] mute',
      '(stop|quit) being (quiet|silent|mute|muted|so quiet)',
      '(end|cancel|lift|remove|undo|turn off|stop|disable) [the|this|your] (mute|silence|muting|mute mode)',
      '(feel free to|go ahead and|you are free to|start to) (talk|speak|reply|respond|answer) again [now]',
      'stop (muting|the silence|being mute|being muted)',
      '(wake up|come back) [now] (libra|bot)',
      '(libra|bot|리브라|봇) (wake up|come back)',
    ],
  },
  {
    intent: 'unmute',
    form: 'name',
    phrases: [
      'you (can|may) [now] (talk|speak) (again|now)',
      'you (can|may) [now] (reply|respond|answer) again',
      "(you are|you're|ur) [now] (allowed|free|welcome|permitted) to (talk|speak|reply|respond|answer|chat) [again|now] [now]",
      "(feel free to|you're free to|go ahead and) (talk|speak|reply|respond|answer) again",
      '(come back|wake up) [now] [libra|bot] you (can|may) [now] (talk|speak|reply) [again|now]',
      'you can stop being (quiet|silent|mute|muted) [now]',
      "you (do not|don't) (have|need) to (be|stay|keep|remain) (quiet|silent|muted) (anymore|any more|any longer|now)",
      'no need to (be|stay|keep|remain) (quiet|silent|muted) (anymore|any more|any longer|now)',
      'you (can|may|could) [now] (start|resume|begin) (talking|speaking|replying|answering|responding|chatting) [again|now]',
      "(it's|its|it is) (ok|okay|fine) to (talk|speak|reply|answer) again",
      'you are (unmuted|no longer muted) [now]',
      '(speak|talk|start talking|start speaking|start replying|start answering|start responding|start chatting|begin talking|begin answering) again',
      '(resume|go back to) (talking|speaking|answering|replying|responding|chatting)',
    ],
  },
];
