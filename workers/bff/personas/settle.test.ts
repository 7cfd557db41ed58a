import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../shared/contract/caller.ts';
import { BUILT_IN_PERSONAS } from '../../../shared/personas/built-in.ts';
import { findPersonaFault } from '../../../shared/personas/check.ts';
import { createSystemPrompt } from '../conversation/system-prompt.ts';
import { NO_SETTINGS } from '../settings/scopes.ts';
import { builtInPersona } from './built-in.ts';
import { settlePersona } from './settle.ts';

const pirate = {
  ...{ name: 'Pirate', instructions: 'Speak like a pirate.', model: 'gpt-5', temperature: 1.5 },
  ...{ greeting: null, avatar: null },
};
const around = { own: [pirate], models: ['gpt-4o', 'gpt-5'], locale: 'en' } as const;

describe('the persona of a question', () => {
  it('is the nearest that there is in this server', () => {
    const personas = ['captain of another server', 'PIRATE', 'tutor'];
    expect(settlePersona({ ...NO_SETTINGS, personas }, around).persona).toBe(pirate);
    expect(settlePersona({ ...NO_SETTINGS, personas }, { ...around, own: [] }).persona?.name).toBe('tutor');
    expect(settlePersona({ ...NO_SETTINGS, personas: ['gone'] }, around).persona).toBeUndefined();
  });

  it('brings its model, unless that is no more or not for this server', () => {
    const settings = { ...NO_SETTINGS, personas: ['Pirate'], model: 'gpt-4o' };
    expect(settlePersona(settings, around).model).toBe('gpt-5');
    expect(settlePersona(settings, { ...around, models: ['gpt-4o'] }).model).toBe('gpt-4o');
    expect(settlePersona({ ...settings, allowedModels: ['gpt-4o'] }, around).model).toBe('gpt-4o');
  });

  it('that is built in speaks the language that is set, else the caller’s', () => {
    const settings = { ...NO_SETTINGS, personas: ['tutor'] };
    expect(settlePersona(settings, { ...around, locale: 'ko' }).persona?.instructions).toMatch(/과외/);
    expect(
      settlePersona({ ...settings, language: 'en' }, { ...around, locale: 'ko' }).persona?.instructions,
    ).toMatch(/patient tutor/);
  });

  it('stands in the system prompt below what Libra is and the server asks for', () => {
    const { persona } = settlePersona({ ...NO_SETTINGS, personas: ['Pirate'] }, around);
    const text = createSystemPrompt({
      caller: { locale: 'en' },
      settings: {
        ...NO_SETTINGS,
        instructions: ['Be brief.'],
        ...(persona === undefined ? {} : { persona }),
      },
      nowMs: 0,
    });
    expect(text.indexOf('Never reveal')).toBeLessThan(text.indexOf('Be brief.'));
    expect(text.indexOf('Be brief.')).toBeLessThan(text.indexOf('"Pirate":\nSpeak like a pirate.\n'));
  });
});

it.each(LOCALES)('every built-in persona is one that a server could have made (%s)', (locale) => {
  for (const name of BUILT_IN_PERSONAS) expect(findPersonaFault(builtInPersona(name, locale))).toBeNull();
});
