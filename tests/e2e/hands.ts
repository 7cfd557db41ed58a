/** Two ways of using the page: with a mouse, and with the keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { giveFile } from './page-actions.ts';

/** Further than this nothing lies that a test wants to reach. */
const MAX_TABS = 400;

export interface Hand {
  press(target: Locator): Promise<void>;
  /** Puts a slash command into the composer, by its registered name, and what is to follow it. */
  write(command: string, text?: string): Promise<void>;
  /** Takes one of the choices that are offered for an option. */
  take(choice: string): Promise<void>;
  send(): Promise<void>;
  /** Uses one of the commands in the menu of a message. */
  choose(message: Locator, command: string): Promise<void>;
  attach(name: string, text: string): Promise<void>;
}

export function mouse(page: Page): Hand {
  const offered = (key: string) => page.getByTestId(`completion-item-${key}`);
  return {
    press: (target) => target.click(),
    async write(command, text = '') {
      await page.getByTestId('composer-input').click();
      await page.keyboard.type('/');
      await offered(command).click();
      await page.keyboard.type(text);
    },
    take: (choice) => offered(choice).click(),
    send: () => page.getByTestId('composer-send').click(),
    async choose(message, command) {
      await message.getByTestId('message-content').click({ button: 'right', position: { x: 4, y: 4 } });
      await page.getByTestId(`menu-item-${command}`).click();
    },
    attach: (name, text) => giveFile(page, 'drop', name, text),
  };
}

export function keyboard(page: Page): Hand {
  const isFocused = (target: Locator) => target.evaluate((element) => element.matches(':focus'));

  async function reach(target: Locator, key: string): Promise<void> {
    await target.waitFor();
    for (let presses = 0; !(await isFocused(target)); presses += 1) {
      if (presses === MAX_TABS) throw new Error(`${target} is out of the keyboard's reach`);
      await page.keyboard.press(key);
    }
  }

  const hand: Hand = {
    async press(target) {
      await reach(target, 'Shift+Tab');
      await page.keyboard.press('Enter');
    },
    async write(command, text = '') {
      await page.keyboard.type(`/${command}`);
      await page.getByTestId(`completion-item-${command}`).waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    },
    async take(choice) {
      const option = page.getByTestId(`completion-item-${choice}`);
      await option.waitFor();
      while ((await option.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
    },
    send: () => page.keyboard.press('Enter'),
    async choose(message, command) {
      await hand.press(message.getByTestId('message-more'));
      await reach(page.getByTestId(`menu-item-${command}`), 'ArrowDown');
      await page.keyboard.press('Enter');
    },
    async attach(name, text) {
      const chooser = page.waitForEvent('filechooser');
      await hand.press(page.getByTestId('attach-file'));
      await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
      await reach(page.getByTestId('composer-input'), 'Tab');
    },
  };
  return hand;
}
