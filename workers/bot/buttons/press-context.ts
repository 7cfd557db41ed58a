import type { InteractionContext } from '../commands/command.ts';
import type { ComponentInteraction } from '../discord/parse.ts';

export interface PressContext extends InteractionContext {
  interaction: ComponentInteraction;
}
