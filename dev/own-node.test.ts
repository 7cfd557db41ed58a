import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isNewEnough, ownNodePath, placeOwnNode } from './own-node.mjs';

it.each([
  ['v20.20.2', false],
  ['v22.22.0', false],
  ['v24.1.0', false],
  ['v24.2.0', true],
  ['v26.10.0', true],
])('says of Node %s whether it is new enough: %s', (version, isEnough) =>
  expect(isNewEnough(version)).toBe(isEnough),
);

it('fetches nothing where the machine has a Node that will do, or the folder has its own', () => {
  const root = mkdtempSync(join(tmpdir(), 'libra-own-node-'));
  try {
    placeOwnNode(root, 'v24.2.0');
    expect(readdirSync(root)).toEqual([]);
    mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
    writeFileSync(ownNodePath(root), '');
    placeOwnNode(root, 'v20.0.0');
    expect(readdirSync(join(root, 'node_modules', '.bin'))).toHaveLength(1);
  } finally {
    rmSync(root, { recursive: true });
  }
});
