/** What the page tells, as the turns take it. Pure. */
import type { FromPage } from '../../../shared/contract/talk.ts';
import type { Happening } from './turn-state.ts';

export function toHappening(message: Exclude<FromPage, { type: 'hello' | 'end' | 'settings' }>): Happening {
  switch (message.type) {
    case 'speech_start':
      return { kind: 'speech_start', utterance: message.utterance };
    case 'speech_end':
      return { kind: 'speech_end', utterance: message.utterance, held: message.held };
    case 'speech_drop':
      return { kind: 'speech_drop', utterance: message.utterance };
    case 'text':
      return { kind: 'typed', number: message.number, text: message.text };
    case 'played':
      return { kind: 'played', turn: message.turn, ms: message.ms, ended: message.ended };
    case 'barge_in':
      return { kind: 'barge_in', turn: message.turn, ms: message.ms };
  }
}
