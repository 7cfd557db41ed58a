/** A call's arguments as the model wrote them: parsed, and checked against the tool's schema. Pure. */
import { type Schema, Validator } from '@cfworker/json-schema';
import { isRecord, type JsonRecord, parseBoundedJson } from '../../../shared/json.ts';
import type { Tool } from './tool.ts';

export type ReadArguments = { ok: true; args: JsonRecord } | { ok: false; why: string };

const MAX_ERRORS = 5;

/** Of a tool that takes nothing, models also send nothing. `why`: for the model. */
export function readArguments({ parameters }: Pick<Tool, 'parameters'>, text: string): ReadArguments {
  const args = parseArguments(text);
  if (args === null) return { ok: false, why: 'The arguments are not one JSON object.' };
  const read = checkArguments({ parameters }, args);
  return read.ok ? read : checkArguments({ parameters }, withoutNulls(parameters, args));
}

/** Models also write null for what they leave out. */
function withoutNulls({ required }: JsonRecord, args: JsonRecord): JsonRecord {
  const needed = Array.isArray(required) ? required : [];
  return Object.fromEntries(
    Object.entries(args).filter(([name, value]) => value !== null || needed.includes(name)),
  );
}

export function checkArguments({ parameters }: Pick<Tool, 'parameters'>, args: JsonRecord): ReadArguments {
  const { valid, errors } = new Validator(parameters as Schema, '2020-12', false).validate(args);
  if (valid) return { ok: true, args };
  const named = errors.filter(({ keyword }) => keyword !== 'properties').slice(0, MAX_ERRORS);
  const told = named.map(({ instanceLocation, keyword }) => `${instanceLocation} fails '${keyword}'`);
  return { ok: false, why: `The arguments do not meet the tool's schema: ${told.join('; ')}.` };
}

/** Null for what is not one JSON object. */
export function parseArguments(text: string): JsonRecord | null {
  const value = text.trim() === '' ? {} : parseBoundedJson(encoder.encode(text));
  return isRecord(value) ? value : null;
}

const encoder = new TextEncoder();
