import type { ModelChoiceTexts, PersonaTexts } from '../texts/persona.ts';

export const personasEn: PersonaTexts = {
  builtIn: {
    tutor: {
      name: 'Tutor',
      about: 'explains with hints, and lets you find the answer',
      greeting: 'Hello! What would you like to understand, and how far have you come with it?',
    },
    translator: {
      name: 'Translator',
      about: 'translates whatever you send, tone included',
      greeting: 'Send me any text. I translate it; tell me a language if you want another one.',
    },
    'code-reviewer': {
      name: 'Code Reviewer',
      about: 'finds what is wrong in your code before others do',
      greeting: 'Show me the code, as text or as a file, and say what it is meant to do.',
    },
    'rubber-duck': {
      name: 'Rubber Duck',
      about: 'asks until you find the bug yourself',
      greeting: 'Quack. What should happen, and what happens instead?',
    },
    'game-master': {
      name: 'Game Master',
      about: 'leads a text adventure, dice included',
      greeting: 'Gather round. Shall it be a mystery, the stars, or an old fairy tale? And who are you?',
    },
  },
  none: 'none',
  chosen: (where) =>
    where === 'me'
      ? '-# From now on I answer you like this. To end it: `/persona use` with `none`'
      : '-# From now on I answer like this in this channel.',
  dropped: (where) =>
    where === 'me'
      ? '🎭 You no longer have a persona of your own.'
      : '🎭 This channel no longer has a persona.',
  list: {
    builtIn: '**Personas that are always available**',
    own: '**Personas of this server**',
    noOwn:
      'This server has none of its own yet. People with **Manage Server** can add one with `/persona add`.',
    mine: (name) => `Your choice: ${name}`,
    channel: (name) => `This channel's: ${name}`,
    server: (name) => `This server's: ${name}`,
  },
  show: {
    model: (name) => `Model: \`${name}\``,
    temperature: (value) => `Temperature: ${value}`,
    instructions: 'Instructions:',
    attached: '📎 The instructions are in the file.',
  },
  saved: (name) => `🎭 Saved: **${name}**. To use it: \`/persona use\``,
  removed: (name) => `🗑️ Removed: **${name}**. Those who had chosen it get my usual answers.`,
  form: {
    add: 'New persona',
    edit: 'Edit persona',
    instructions: 'Instructions for the AI model',
    model: 'AI model',
    temperature: 'Temperature',
    temperatureHint: '0 is steady, 2 is wild. Empty: as usual',
    greeting: 'Greeting',
    avatar: 'Avatar',
    avatarHint: 'An emoji or up to 32 characters, shown above each answer',
    givenBack: '📎 Your instructions are in the file, so nothing is lost.',
  },
  fields: {
    name: 'The name',
    instructions: 'The instructions',
    model: 'The model',
    temperature: 'The temperature',
    greeting: 'The greeting',
    avatar: 'The avatar',
  },
  fault(field, code, limit) {
    switch (code) {
      case 'too_long':
        return `${field}: at most ${limit?.toLocaleString('en-US')} characters, please.`;
      case 'too_short':
      case 'missing':
        return `${field}: please fill it in.`;
      case 'too_small':
      case 'too_large':
      case 'wrong_type':
        return `${field}: a number from 0 to 2, please.`;
      case 'mention':
        return `${field}: it cannot mention \`@everyone\`, a person, a role or a channel.`;
      case 'characters':
        return `${field}: letters, digits, spaces, and . _ - only, on one line.`;
      default:
        return `${field} is not valid.`;
    }
  },
};

export const modelChoiceEn: ModelChoiceTexts = {
  none: 'default',
  chosen: (name, hint) =>
    `🧠 From now on \`${name}\` answers you${hint === '' ? '' : ` (${hint})`}. For one question: \`/chat\` with \`model\``,
  dropped: (name) => `🧠 You no longer have a model of your own. \`${name}\` answers you.`,
  gone: (name) =>
    `🧠 Your model ${name} is no longer here, so I cleared your choice. To choose another one: \`/model use\``,
  show: {
    answers: (name) => `🧠 Here \`${name}\` answers you.`,
    isMine: 'You chose it with `/model use`.',
    isOthers: 'To choose another one: `/model use`',
    offered: '**Models that you can choose** (dollars for a million tokens read / written)',
  },
};
