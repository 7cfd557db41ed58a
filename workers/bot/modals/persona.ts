/**
 * The form of a persona. A modal holds five fields: the name was given with the command, and is in the custom id, since Discord sends
 * back nothing else of what opened the form.
 */
import type { OfferedModels } from '../../../shared/contract/offered-models.ts';
import { MAX_GREETING_CHARS, type Persona } from '../../../shared/settings/persona.ts';
import { MAX_INSTRUCTIONS_CHARS } from '../../../shared/settings/settings.ts';
import {
  LABEL,
  type Label,
  MAX_SELECT_CHARS,
  MAX_SELECT_OPTIONS,
  type Modal,
  type ModalValues,
  STRING_SELECT,
  TEXT_INPUT,
  TEXT_STYLE,
} from '../discord/modal.ts';
import type { Texts } from '../locale/texts.ts';
import { hintOf } from '../models/hint.ts';

const CUSTOM_ID = /^persona\.(add|edit)\.(.{1,32})$/u;
const FIELD = {
  instructions: 'instructions',
  model: 'model',
  temperature: 'temperature',
  greeting: 'greeting',
  avatar: 'avatar',
} as const;
/** An emoji of a server has so many characters at most. */
const MAX_AVATAR_CHARS = 64;
const MAX_TEMPERATURE_CHARS = 4;

export function createPersonaModal(
  action: 'add' | 'edit',
  persona: Persona,
  offer: OfferedModels | null,
  texts: Texts,
): Modal {
  const { form: t } = texts.personas;
  const { instructions, temperature, greeting, avatar } = persona;
  return {
    custom_id: `persona.${action}.${persona.name}`,
    title: t[action],
    components: [
      input(FIELD.instructions, {
        label: t.instructions,
        value: instructions,
        max: MAX_INSTRUCTIONS_CHARS,
        isLong: true,
        isRequired: true,
      }),
      ...(offer === null ? [] : [modelLabel(persona.model, offer, texts)]),
      input(FIELD.temperature, {
        label: t.temperature,
        hint: t.temperatureHint,
        value: temperature === null ? '' : String(temperature),
        max: MAX_TEMPERATURE_CHARS,
      }),
      input(FIELD.greeting, {
        label: t.greeting,
        value: greeting ?? '',
        max: MAX_GREETING_CHARS,
        isLong: true,
      }),
      input(FIELD.avatar, {
        label: t.avatar,
        hint: t.avatarHint,
        value: avatar ?? '',
        max: MAX_AVATAR_CHARS,
      }),
    ],
  };
}

function input(
  id: string,
  field: { label: string; hint?: string; value: string; max: number; isLong?: true; isRequired?: true },
): Label {
  return {
    type: LABEL,
    label: field.label,
    ...(field.hint === undefined ? {} : { description: field.hint }),
    component: {
      type: TEXT_INPUT,
      custom_id: id,
      style: field.isLong === true ? TEXT_STYLE.PARAGRAPH : TEXT_STYLE.SHORT,
      required: field.isRequired === true,
      max_length: field.max,
      ...(field.value === '' ? {} : { value: field.value }),
    },
  };
}

/** The one that is set is among them, also where it is no longer offered: saving the form keeps it, or is refused with the reason. */
function modelLabel(set: string | null, offer: OfferedModels, texts: Texts): Label {
  const chosen = set === null ? [] : [offer.models.find(({ name }) => name === set) ?? { name: set }];
  const others = offer.models.filter(({ name }) => name !== set);
  const options = [...chosen, ...others].slice(0, MAX_SELECT_OPTIONS).map((model) => {
    const hint = hintOf(model, offer, texts).slice(0, MAX_SELECT_CHARS);
    return {
      label: model.name,
      value: model.name,
      ...(hint === '' ? {} : { description: hint }),
      ...(model.name === set ? { default: true as const } : {}),
    };
  });
  return {
    type: LABEL,
    label: texts.personas.form.model,
    component: { type: STRING_SELECT, custom_id: FIELD.model, required: false, options },
  };
}

export interface EnteredPersona {
  action: 'add' | 'edit';
  persona: Persona;
}

/** Null: it is another modal. A temperature that is no number is NaN, which no check lets pass. */
export function readPersonaModal(customId: string, { texts, lists }: ModalValues): EnteredPersona | null {
  const [, action, name] = CUSTOM_ID.exec(customId) ?? [];
  if (name === undefined) return null;
  const text = (field: string) => {
    const value = (texts.get(field) ?? '').trim();
    return value === '' ? null : value;
  };
  const temperature = text(FIELD.temperature);
  return {
    action: action === 'edit' ? 'edit' : 'add',
    persona: {
      name,
      instructions: text(FIELD.instructions) ?? '',
      model: lists.get(FIELD.model)?.[0] ?? null,
      temperature: temperature === null ? null : Number(temperature.replace(',', '.')),
      greeting: text(FIELD.greeting),
      avatar: text(FIELD.avatar),
    },
  };
}
