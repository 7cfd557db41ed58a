/** Everything that a person does and the bot hears of. */
import type { InvokeCommand, PressComponent, UseMenuCommand } from '../protocol.ts';
import { pressComponent } from './press-component.ts';
import { createSender, type InvokeOutcome, type SenderDeps } from './send.ts';
import { useCommand } from './use-command.ts';
import { useMenuCommand } from './use-menu-command.ts';

export interface Invoker {
  useCommand(call: InvokeCommand): Promise<InvokeOutcome>;
  useMenuCommand(call: UseMenuCommand): Promise<InvokeOutcome>;
  pressComponent(press: PressComponent): Promise<InvokeOutcome>;
  /** Sends a known interaction once more, as Discord does when it is unsure. The world takes no second answer. */
  redeliver(id: string): Promise<InvokeOutcome>;
}

export function createInvoker(deps: SenderDeps & { baseUrl: () => string }): Invoker {
  const { world, baseUrl } = deps;
  const sender = createSender(deps);
  return {
    useCommand: (call) => useCommand(world, sender, call),
    useMenuCommand: (call) => useMenuCommand(world, sender, call, baseUrl()),
    pressComponent: (press) => pressComponent(world, sender, press, baseUrl()),
    redeliver: sender.redeliver,
  };
}
