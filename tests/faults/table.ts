/** All faults, in the order in which they are run and printed. */
import type { Fault } from './fault.ts';
import { DISCORD_FAULTS } from './table/discord.ts';
import { OWN_FAULTS } from './table/own.ts';
import { PROVIDER_FAULTS } from './table/provider.ts';
import { POSTGRES_FAULTS, REDIS_FAULTS } from './table/stores.ts';

export const FAULTS: readonly Fault[] = [
  ...PROVIDER_FAULTS,
  ...REDIS_FAULTS,
  ...POSTGRES_FAULTS,
  ...DISCORD_FAULTS,
  ...OWN_FAULTS,
];
