/** The rules of the import law, each with its reason. Pure. */
import type { Import } from './read.ts';

interface Rule {
  name: string;
  why: string;
  isBroken: (edge: Import) => boolean;
}

const SHARED_MAY_USE = ['eventsource-parser', 'http-message-sig'];

const RULES: readonly Rule[] = [
  {
    name: 'workers-meet-in-shared',
    why: 'a Worker never imports another Worker: they meet in shared/contract',
    isBroken: ({ from, to }) => workerOf(from) !== undefined && differs(workerOf(from), workerOf(to)),
  },
  {
    name: 'shared-is-a-leaf',
    why: 'shared/ knows nobody',
    isBroken: ({ from, to, kind }) => within(from, 'shared') && kind === 'file' && !within(to, 'shared'),
  },
  {
    name: 'shared-is-pure',
    why: 'shared/ has no I/O: only these libraries, no Node and no Cloudflare modules',
    isBroken: ({ from, to, kind }) =>
      within(from, 'shared') &&
      (kind === 'node' || kind === 'cloudflare' || (kind === 'package' && !SHARED_MAY_USE.includes(to))),
  },
  {
    name: 'shipped-code-ships-alone',
    why: 'nothing that ships imports dev/, tests/ or bench/',
    isBroken: ({ from, to }) => within(from, 'workers', 'shared') && within(to, 'dev', 'tests', 'bench'),
  },
  {
    name: 'workers-have-no-node',
    why: 'Workers run without Node compatibility',
    isBroken: ({ from, kind }) => within(from, 'workers') && kind === 'node',
  },
  {
    name: 'nobody-imports-an-entry',
    why: 'index.ts is the top of its Worker',
    isBroken: ({ to }) => /^workers\/[^/]+\/index\.ts$/.test(to),
  },
  {
    name: 'bot-discord-is-the-ground',
    why: "Discord's formats know nothing else of the bot",
    isBroken: ({ from, to }) => {
      const part = /^workers\/bot\/(discord|locale|bff|intent)\//.exec(from)?.[1];
      return part !== undefined && within(to, 'workers/bot') && !within(to, `workers/bot/${part}`);
    },
  },
  {
    name: 'bot-message-is-below-delivery',
    why: 'what a message can hold does not depend on how it is posted',
    isBroken: ({ from, to }) =>
      within(from, 'workers/bot/message') &&
      within(to, 'workers/bot') &&
      !/^workers\/bot\/(message|bff|locale|discord)\//.test(to),
  },
  {
    name: 'bot-delivery-is-below-commands',
    why: 'a delivery does not know what began it',
    isBroken: ({ from, to }) =>
      within(from, 'workers/bot/delivery') &&
      /^workers\/bot\/(commands\/|buttons\/|(app|handle|compose|services|env)\.ts$)/.test(to),
  },
  {
    name: 'not-to-unresolvable',
    why: 'there is no such file',
    // What k6 and the benchmarks' peers import comes from elsewhere, the talk page's voice detection with the page's build.
    isBroken: ({ from, to, kind }) =>
      kind === 'nowhere' && !within(from, 'k6', 'bench/peers') && to !== '@ricky0123/vad-web',
  },
];

/** One line a rule that is broken. */
export function findBreaches(edge: Import): string[] {
  return RULES.filter(({ isBroken }) => isBroken(edge)).map(
    ({ name, why }) => `${name}: ${edge.from} → ${edge.to} (${why})`,
  );
}

function within(path: string, ...folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`));
}

function workerOf(path: string): string | undefined {
  return /^workers\/([^/]+)\//.exec(path)?.[1];
}

function differs(from: string | undefined, to: string | undefined): boolean {
  return to !== undefined && from !== to;
}
