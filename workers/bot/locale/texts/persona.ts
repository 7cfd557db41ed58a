/** What is said about personas and chosen models. Types alone. */
import type { BuiltInPersona } from '../../../../shared/personas/built-in.ts';
import type { PersonaFault } from '../../../../shared/personas/check.ts';

export interface BuiltInPersonaTexts {
  name: string;
  /** In one line of /persona list. */
  about: string;
  greeting: string;
}

export interface PersonaTexts {
  builtIn: Record<BuiltInPersona, BuiltInPersonaTexts>;
  /** Chosen to have no persona. */
  none: string;
  /** Under a greeting: for the person alone, or in the whole channel. */
  chosen: (where: 'me' | 'channel') => string;
  dropped: (where: 'me' | 'channel') => string;
  list: {
    builtIn: string;
    own: string;
    noOwn: string;
    mine: (name: string) => string;
    channel: (name: string) => string;
    server: (name: string) => string;
  };
  show: {
    model: (name: string) => string;
    temperature: (value: number) => string;
    instructions: string;
    /** The instructions are attached as a file. */
    attached: string;
  };
  saved: (name: string) => string;
  removed: (name: string) => string;
  /** Each label at most 45 characters, each hint at most 100. */
  form: {
    add: string;
    edit: string;
    instructions: string;
    model: string;
    temperature: string;
    temperatureHint: string;
    greeting: string;
    avatar: string;
    avatarHint: string;
    givenBack: string;
  };
  fields: Record<'name' | 'instructions' | 'model' | 'temperature' | 'greeting' | 'avatar', string>;
  /** `field`: as in `fields`. */
  fault: (field: string, code: PersonaFault['code'], limit: number | null) => string;
}

export interface ModelChoiceTexts {
  /** What takes a choice back, as it is offered and typed. */
  none: string;
  chosen: (name: string, hint: string) => string;
  dropped: (name: string) => string;
  /** Under an answer, once: the model that the person had chosen is no more. */
  gone: (name: string) => string;
  show: {
    answers: (name: string) => string;
    isMine: string;
    isOthers: string;
    offered: string;
  };
}
