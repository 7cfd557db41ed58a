/**
 * The dialects of the providers in docs/gateway.md: what each demands, the form of its errors, the quirks of its stream. Pure.
 * What is here was read in the providers' documentation and in public reports of what they really send.
 */
import { CLOUDFLARE } from './cloudflare.ts';
import type { Dialect } from './dialect.ts';
import { HOSTED } from './hosted.ts';
import { SELF_HOSTED } from './self-hosted.ts';

export const DIALECTS: Readonly<Record<string, Dialect>> = { ...HOSTED, ...SELF_HOSTED, ...CLOUDFLARE };
