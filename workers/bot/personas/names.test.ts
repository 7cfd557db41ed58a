import { describe, expect, it } from 'vitest';
import { textsFor } from '../locale/choose.ts';
import { allPersonas, findPersona, isReservedName } from './names.ts';

const pirate = {
  name: 'Pirate',
  instructions: 'Ahoy.',
  model: null,
  temperature: null,
  greeting: null,
  avatar: null,
};

describe('a persona', () => {
  it('that is built in is found by its name in either language, whichever the reader has', () => {
    for (const locale of ['en', 'ko'] as const) {
      const personas = allPersonas([pirate], textsFor(locale));
      for (const typed of ['tutor', 'Tutor', '과외 선생님', ' TUTOR '])
        expect(findPersona(personas, typed)?.key).toBe('tutor');
      expect(findPersona(personas, 'pirate')?.key).toBe('Pirate');
      expect(findPersona(personas, 'pira')).toBeUndefined();
    }
  });

  it('of a server takes no name that is taken in either language', () => {
    for (const name of ['rubber-duck', '러버덕', 'Rubber Duck', 'none', '없음', 'NONE'])
      expect(isReservedName(name), name).toBe(true);
    expect(isReservedName('Pirate')).toBe(false);
  });
});
