/** Which loopback port each part of the local stack listens on: one base, then a fixed order, so addresses are predictable. */
import { isPortFree } from '../stand-in/free-port.ts';

export const DEFAULT_BASE_PORT = 8787;

const PARTS = [
  'discord',
  'bot',
  'bff',
  'openai',
  'upstash',
  'neon',
  'search',
  'mcp',
  'voice',
  'console',
] as const;
/** The highest first port whose last one still exists. */
export const MAX_BASE_PORT = 65_535 - (PARTS.length - 1);
export const PORT_COUNT = PARTS.length;
export type Part = (typeof PARTS)[number];
export type Ports = Record<Part, number>;

/** `base` for the page, and the ports after it for the rest; 0 lets the system choose all of them. */
export function choosePorts(base: number): Ports {
  return Object.fromEntries(PARTS.map((part, index) => [part, base === 0 ? 0 : base + index])) as Ports;
}

export class PortTakenError extends Error {
  constructor(taken: readonly { part: Part; port: number }[]) {
    const list = taken.map(({ part, port }) => `${port} (${part})`).join(', ');
    const plural = taken.length > 1 ? 'Ports are' : 'A port is';
    super(
      `${plural} already in use: ${list}. Is Libra running in another terminal? ` +
        'Stop it, or choose another base port: npm start -- --port 9787',
    );
    this.name = 'PortTakenError';
  }
}

/** Throws `PortTakenError` naming every port that something else listens on. */
export async function assertPortsFree(ports: Ports, parts: readonly Part[]): Promise<void> {
  const checks = parts.map(async (part) => ({
    part,
    port: ports[part],
    free: ports[part] === 0 || (await isPortFree(ports[part])),
  }));
  const taken = (await Promise.all(checks)).filter(({ free }) => !free);
  if (taken.length > 0) throw new PortTakenError(taken);
}
