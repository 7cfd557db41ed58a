import { describe, expect, it } from 'vitest';
import { createFaultBoard } from './fault-board.ts';

describe('the fault board', () => {
  it('strikes only as many requests as was said', () => {
    const board = createFaultBoard();
    board.set({ status: { status: 500, count: 2 }, noUsage: {} });
    const names = () => Object.keys(board.take('m'));
    expect([names(), names(), names()]).toEqual([['status', 'noUsage'], ['status', 'noUsage'], ['noUsage']]);
  });

  it('lets models fail differently', () => {
    const board = createFaultBoard();
    board.set([
      { status: { status: 500, model: 'a' } },
      { status: { status: 429, model: 'b', count: 1 } },
      { status: { status: 503 } },
    ]);
    expect(board.take('a').status?.status).toBe(500);
    expect(board.take('b').status?.status).toBe(429);
    expect(board.take('b').status?.status).toBe(503);
    expect(board.take(null).status?.status).toBe(503);
  });

  it('strikes only bodies that meet the condition, and counts only those', () => {
    const board = createFaultBoard();
    board.set({ status: { status: 422, count: 1, when: { has: ['stream_options'] } } });
    const strike = (body?: unknown) => Object.keys(board.take('m', body));
    const asked = { stream_options: { include_usage: true } };
    expect([strike(), strike({}), strike(asked), strike(asked)]).toEqual([[], [], ['status'], []]);
  });

  it('strikes only requests to the path that was said', () => {
    const board = createFaultBoard();
    board.set({ status: { status: 500, count: 1, path: '/v1/moderations' } });
    const strike = (path: string) => Object.keys(board.take('m', {}, path));
    expect([strike('/v1/chat/completions'), strike('/v1/moderations')]).toEqual([[], ['status']]);
  });

  it('keeps its own copy, and forgets everything with {}', () => {
    const board = createFaultBoard();
    const fault = { status: { status: 500, count: 1 } };
    board.set(fault);
    board.take('m');
    expect(fault.status.count).toBe(1);
    board.set({});
    expect(board.take('m')).toEqual({});
  });
});
