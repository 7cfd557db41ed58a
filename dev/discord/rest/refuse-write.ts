/** Why a message cannot be written, as Discord's API answers it. */
import type { Context } from 'hono';
import type { WriteRefusal } from '../world/write-message.ts';
import { refuse } from './errors.ts';

export function refuseWrite(c: Context, refusal: WriteRefusal): Response {
  switch (refusal.kind) {
    case 'empty':
      return refuse(c, 'emptyMessage');
    case 'broken':
      return refuse(c, 'internal');
    case 'too-large':
      return refuse(c, 'tooLarge');
    case 'poll':
      return refuse(c, 'pollOnMessage');
    case 'voice':
      return refuse(c, refusal.refusal);
    case 'form':
      return refuse(c, 'invalidForm', refusal.errors);
  }
}
