/** All faults, in the order in which they are run and printed. */
import type { Fault } from './fault.ts';
import { ACTION_FAULTS } from './table/actions.ts';
import { DISCORD_FAULTS } from './table/discord.ts';
import { MCP_FAULTS } from './table/mcp.ts';
import { MEMORY_FAULTS } from './table/memory.ts';
import { JUDGE_FAULTS } from './table/moderation.ts';
import { OWN_FAULTS } from './table/own.ts';
import { PROVIDER_BEGIN_FAULTS } from './table/provider-begin.ts';
import { PROVIDER_FORM_FAULTS } from './table/provider-forms.ts';
import { PROVIDER_MIDWAY_FAULTS } from './table/provider-midway.ts';
import { PROVIDER_SILENCE_FAULTS } from './table/provider-silence.ts';
import { PROVIDER_TARGET_FAULTS } from './table/provider-targets.ts';
import { POSTGRES_FAULTS, REDIS_FAULTS } from './table/stores.ts';
import { TOOL_FAULTS } from './table/tools.ts';
import { VOICE_FAULTS } from './table/voice.ts';

export const FAULTS: readonly Fault[] = [
  ...PROVIDER_BEGIN_FAULTS,
  ...PROVIDER_MIDWAY_FAULTS,
  ...PROVIDER_FORM_FAULTS,
  ...PROVIDER_SILENCE_FAULTS,
  ...PROVIDER_TARGET_FAULTS,
  ...TOOL_FAULTS,
  ...ACTION_FAULTS,
  ...MCP_FAULTS,
  ...JUDGE_FAULTS,
  ...MEMORY_FAULTS,
  ...VOICE_FAULTS,
  ...REDIS_FAULTS,
  ...POSTGRES_FAULTS,
  ...DISCORD_FAULTS,
  ...OWN_FAULTS,
];
