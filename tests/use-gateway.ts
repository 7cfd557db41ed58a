/**
 * A stack as API clients see it, with what their tests share. Whatever passes is checked by form: what the client is given,
 * and what Libra asks of the provider.
 */
import { afterEach, beforeEach, expect } from 'vitest';
import type { OpenAiStandIn } from '../dev/openai/server.ts';
import { createCheckedFetch } from './checked-fetch.ts';
import { findShapeFaults } from './openai-shape.ts';
import { useSharedStack } from './shared-stack.ts';
import { standInsOf } from './stand-ins.ts';
import { type TestStack, type TestStackOptions, useStack } from './use-stack.ts';

export interface Gateway {
  readonly stack: TestStack;
  /** What an SDK is built with. */
  readonly access: { baseURL: string; apiKey: string; fetch: typeof fetch };
  readonly provider: OpenAiStandIn;
  /** What the provider was asked in this test, oldest first. */
  bodies(): ProviderBody[];
}

export interface ProviderBody {
  model: string;
  messages: { role: string; content: unknown }[];
  [field: string]: unknown;
}

/** Every test begins with a provider without faults that nobody has asked. Without `options` the stack is shared with other files. */
export function useGateway(options?: TestStackOptions): Gateway {
  const running = options === undefined ? useSharedStack() : useStack(options);
  const checked = createCheckedFetch();
  const gateway: Gateway = {
    get stack() {
      return running.stack;
    },
    get access() {
      const { urls, keys } = running.stack;
      return { baseURL: `${urls.bff}/v1`, apiKey: keys.apiKey, fetch: checked.fetch };
    },
    get provider() {
      const { openai } = standInsOf(running.stack, 'openai');
      return openai;
    },
    bodies: () => gateway.provider.requests().map(({ body }) => body as ProviderBody),
  };
  beforeEach(() => {
    gateway.provider.setFaults({});
    gateway.provider.forgetRequests();
  });
  afterEach(() => {
    gateway.provider.setFaults({});
    const asked = gateway.provider.requests().filter(({ path }) => path === '/v1/chat/completions');
    expect(asked.flatMap(({ body }) => findShapeFaults('chatRequest', body))).toEqual([]);
    expect(checked.takeFaults()).toEqual([]);
  });
  return gateway;
}
