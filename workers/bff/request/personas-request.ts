/** Requests of the bot about a server's personas. Pure. */
import * as z from 'zod/mini';
import type { Caller } from '../../../shared/contract/caller.ts';
import { once } from '../../../shared/once.ts';
import { findPersonaFault } from '../../../shared/personas/check.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import { MAX_PERSONA_NAME_CHARS } from '../../../shared/settings/settings.ts';
import { statedCaller } from './stated-caller.ts';
import { type Validated, validate } from './validate.ts';

const managed = once(() => ({
  libra: statedCaller(),
  permissions: z.strictObject({ manage_server: z.boolean() }),
}));
const saveSchema = once(() =>
  z.strictObject({ ...managed(), action: z.enum(['add', 'edit']), persona: z.unknown() }),
);
const removeSchema = once(() =>
  z.strictObject({
    ...managed(),
    name: z.string().check(z.minLength(1), z.maxLength(MAX_PERSONA_NAME_CHARS)),
  }),
);

interface Managed {
  caller: Caller;
  isManager: boolean;
}

export function parseSavePersona(
  input: unknown,
): Validated<Managed & { action: 'add' | 'edit'; persona: Persona }> {
  const result = validate(saveSchema(), input);
  if (!result.ok) return result;
  const { libra, permissions, action, persona } = result.value;
  const fault = findPersonaFault(persona);
  if (fault !== null) {
    const evidence =
      'limit' in fault && fault.limit !== undefined ? { evidence: { limit: fault.limit } } : {};
    return { ok: false, code: 'persona_invalid', param: fault.path, ...evidence };
  }
  const managing = { caller: libra.caller, isManager: permissions.manage_server };
  return { ok: true, value: { ...managing, action, persona: persona as Persona } };
}

export function parseRemovePersona(input: unknown): Validated<Managed & { name: string }> {
  const result = validate(removeSchema(), input);
  if (!result.ok) return result;
  const { libra, permissions, name } = result.value;
  return { ok: true, value: { caller: libra.caller, isManager: permissions.manage_server, name } };
}
