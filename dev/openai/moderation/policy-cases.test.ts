import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../../../shared/moderation/categories.ts';
import { DEFAULT_POLICIES, type Ruling, ruleOn } from '../../../shared/moderation/policy.ts';
import { flaggedNames, parseVerdicts } from '../../../shared/moderation/verdict.ts';
import { PROJECT_ROOT } from '../../stack/build.ts';
import { answerModerations } from './answer.ts';
import { FLAGGED, HARMLESS } from './judge-cases.ts';

/** From the judge's answer to the ruling, as a question goes by default. */
function ruleOnText(text: string, policy = DEFAULT_POLICIES.usual): Ruling {
  const verdict = answerModerations({ input: [text] }, 'modr-1');
  const flagged = verdict.ok ? (parseVerdicts(verdict.body, 1)?.[0] ?? null) : null;
  if (flagged === null) throw new Error('The judge gave no verdict');
  return ruleOn(policy, flaggedNames(flagged));
}

const isKorean = (text: string) => /[가-힣ㄱ-ㅎ]/.test(text);
const attacks = FLAGGED.flatMap(([name, texts]) => texts.map((text) => [name, text] as const));

it('knows the categories that the judge knows', () => {
  const answered = JSON.stringify(answerModerations({ input: ['hello'] }, 'modr-1'));
  for (const name of CATEGORIES) expect(answered).toContain(`"${name}"`);
});

describe('by default', () => {
  it.each(attacks)('what is meant as %s is blocked or noted: %s', (name, text) => {
    const { blocked, noted } = ruleOnText(text);
    expect(DEFAULT_POLICIES.usual[name] === 'block' ? blocked : noted).toContain(name);
  });

  it.each(HARMLESS)('nothing is found in: %s', (text) => {
    expect(ruleOnText(text)).toEqual({ blocked: [], noted: [] });
  });

  it('an age-restricted channel blocks what concerns minors, violence against others and oneself, and nothing sexual', () => {
    const blocked = CATEGORIES.filter((name) => DEFAULT_POLICIES.ageRestricted[name] === 'block');
    expect(blocked).toEqual([
      'harassment/threatening',
      'hate/threatening',
      'illicit/violent',
      'self-harm',
      'self-harm/intent',
      'self-harm/instructions',
      'sexual/minors',
    ]);
  });
});

it('is counted in docs/moderation.md as it is', () => {
  const rows = FLAGGED.map(([name, texts]) => {
    const rulings = texts.map((text) => ruleOnText(text));
    const korean = texts.filter(isKorean).length;
    const blocked = rulings.filter((ruling) => ruling.blocked.length > 0).length;
    return `| ${name} | ${texts.length - korean} + ${korean} | ${blocked} | ${texts.length - blocked} | 0 |`;
  });
  const korean = HARMLESS.filter(isKorean).length;
  rows.push(
    `| harmless look-alikes | ${HARMLESS.length - korean} + ${korean} | 0 | 0 | ${HARMLESS.length} |`,
  );
  const page = readFileSync(join(PROJECT_ROOT, 'docs', 'moderation.md'), 'utf8');
  expect(page).toContain(rows.join('\n'));
});
