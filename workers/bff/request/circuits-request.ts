/** An operator's question or order about circuits. Pure. */
import * as z from 'zod/mini';
import { type CircuitsRequest, FORCED_MODES } from '../../../shared/contract/circuits.ts';
import { once } from '../../../shared/once.ts';
import { type Validated, validate } from './validate.ts';

const order = once(() => z.strictObject({ target: z.string(), force: z.enum(FORCED_MODES) }));

export function parseCircuitsRequest(input: unknown): Validated<CircuitsRequest> {
  const question = validate(z.strictObject({}), input);
  return question.ok ? question : validate(order(), input);
}
