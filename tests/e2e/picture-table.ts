/** What is typed for the picture of each command. A command that is not in here stops `npm run pictures`. */

export interface Shot {
  /** Of a message command, which has no description at Discord: what it does. */
  does?: string;
  /** Behind the command's name, by language; absent: nothing. */
  text?: { ko: string; en: string };
  /** Choices that are taken of what is offered, by their values, or the first. */
  take?: readonly string[];
  /** It has options, and is sent without any. */
  takesNothing?: true;
  /** The command opens a form: that is the picture. It is sent with this text, else closed. */
  opensForm?: true;
  fill?: string;
  /** A file that comes along, or that the command needs. */
  file?: { name: string; text: string };
  /** A message command that is used on a voice message in which this is said. */
  heard?: { ko: string; en: string };
  /** A button under the first answer whose message is a picture as well. */
  presses?: string;
  /** Used afterwards, so that the next pictures are as if this one had not been taken. */
  undo?: { text?: string; take?: readonly string[] };
  /** Before all others: it makes what they show. */
  isFirst?: true;
  /** After all others: it changes what they show. */
  isLast?: true;
  /** Beside the wide picture in Korean. */
  also?: readonly ('en' | 'narrow')[];
}

const FORM: Shot = { opensForm: true };
/** Of choices whose values nobody knows beforehand. */
export const FIRST_OFFERED = '(first)';
const FIRST: Shot = { take: [FIRST_OFFERED] };

/** By registered name; a message command is used on the answer to the first question. */
export const SHOTS: Readonly<Record<string, Shot>> = {
  chat: { text: { ko: '코드 예제를 보여줘', en: 'Show me a code example' }, also: ['en'] },
  ask: { ...FORM, also: ['en', 'narrow'] },
  reminders: {},
  talk: { also: ['en', 'narrow'] },
  tools: { also: ['narrow'] },
  'docs add': { ...FORM, also: ['en', 'narrow'] },
  'docs list': {},
  'docs show': FIRST,
  'docs reindex': FIRST,
  'docs remove': { ...FIRST, isLast: true },
  'memory on': { take: ['here'] },
  'memory list': { also: ['narrow'] },
  'memory edit': FIRST,
  'memory export': {},
  'memory forget': { ...FIRST, isLast: true },
  'memory pause': { isLast: true },
  'memory off': { take: ['here'], isLast: true },
  'persona use': { take: ['rubber-duck'], undo: { take: ['없음'] } },
  'persona list': { also: ['narrow'] },
  'persona show': { take: ['rubber-duck'] },
  'persona add': { ...FORM, text: { ko: '별지기', en: '별지기' }, fill: '별 이야기를 한다.' },
  'persona edit': { ...FORM, take: ['별지기'] },
  'persona remove': { take: ['별지기'] },
  'model use': { take: ['gpt-4.1-nano'], undo: { take: ['기본'] } },
  'model show': {},
  voice: { takesNothing: true, presses: 'listen', also: ['narrow'] },
  help: { also: ['en', 'narrow'] },
  reset: { isLast: true },
  history: { also: ['narrow'] },
  mute: { text: { ko: '30초', en: '30 seconds' }, undo: { text: '0' } },
  status: { also: ['en', 'narrow'] },
  'settings show': { also: ['en', 'narrow'] },
  'settings me': { also: ['narrow'] },
  'settings export': {},
  'settings import': { file: { name: 'settings.json', text: 'not JSON' } },
  'settings log': {},
  'privacy show': { also: ['narrow'] },
  'privacy export': {},
  'privacy remember': { take: ['true'] },
  'privacy erase': {},
  'moderation log': {},
  'moderation block': { take: ['1300000000000000102'] },
  'moderation unblock': { take: ['1300000000000000102'] },
  'Ask Libra': { ...FORM, does: 'Ask about a message, in a form' },
  Summarise: { does: 'Sum up a message' },
  Translate: { does: 'Translate a message into your language' },
  'Explain code': { does: 'Explain the code in a message' },
  'Add to documents': { does: 'Add the text of a message to the documents', isFirst: true },
  'Remember this': { does: 'Remember what a message of yours says about you' },
  Transcribe: {
    does: 'Write down what is said in a recording',
    heard: {
      ko: '내일 오후 세 시에 회의실에서 만나요. 자료는 제가 가져갈게요.',
      en: 'Let us meet in the meeting room at three tomorrow. I bring the papers.',
    },
    also: ['en', 'narrow'],
  },
};
