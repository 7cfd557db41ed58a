/** Everything that a person does and the bot hears of. */
import type { AttachmentLinks } from '../attachment-links.ts';
import type { InvokeCommand, PressComponent } from '../protocol.ts';
import type { AutocompleteRequest, SubmitModal, UseMenuCommand } from '../surfaces.ts';
import { type AutocompleteOutcome, autocomplete } from './autocomplete.ts';
import { pressComponent } from './press-component.ts';
import { createSender, type InvokeOutcome, type SenderDeps } from './send.ts';
import { submitModal } from './submit-modal.ts';
import { useCommand } from './use-command.ts';
import { useMenuCommand } from './use-menu-command.ts';

export interface Invoker {
  useCommand(call: InvokeCommand): Promise<InvokeOutcome>;
  useMenuCommand(call: UseMenuCommand): Promise<InvokeOutcome>;
  pressComponent(press: PressComponent): Promise<InvokeOutcome>;
  autocomplete(request: AutocompleteRequest): Promise<AutocompleteOutcome>;
  submitModal(submission: SubmitModal): Promise<InvokeOutcome>;
  /** Sends a known interaction once more, as Discord does when it is unsure. The world takes no second answer. */
  redeliver(id: string): Promise<InvokeOutcome>;
}

export function createInvoker(deps: SenderDeps & { links: AttachmentLinks }): Invoker {
  const { world, links } = deps;
  const sender = createSender(deps);
  return {
    useCommand: (call) => useCommand(world, sender, call, links),
    useMenuCommand: (call) => useMenuCommand(world, sender, call, links),
    pressComponent: (press) => pressComponent(world, sender, press, links),
    autocomplete: (request) => autocomplete(world, sender, request),
    submitModal: (submission) => submitModal(world, sender, submission, links),
    redeliver: sender.redeliver,
  };
}
