/** The options of a command that take files, and what was given with them. */
import type { Locale } from '../../../shared/contract/caller.ts';
import type { GivenFile } from '../discord/files.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import type { CommandInteraction } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { refuseFile, refuseMissing } from '../message/refusal.ts';
import { type AttachedFile, judgeFile } from './judge.ts';

const DESCRIPTION = {
  description: 'An image, text, code, CSV, JSON, Markdown, or a recording (MP3, M4A, WAV, OGG, FLAC)',
  description_localizations: {
    ko: '이미지, 텍스트, 코드, CSV, JSON, Markdown, 녹음(MP3, M4A, WAV, OGG, FLAC)',
  },
  type: OPTION_TYPE.ATTACHMENT,
} as const;

export const FILE_OPTIONS = [
  { name: 'file', name_localizations: { ko: '파일' }, ...DESCRIPTION },
  { name: 'file2', name_localizations: { ko: '파일둘' }, ...DESCRIPTION },
  { name: 'file3', name_localizations: { ko: '파일셋' }, ...DESCRIPTION },
] as const;

export type GivenFilesVerdict =
  | { ok: true; files: AttachedFile[] }
  | { ok: false; refusal: InteractionCallback };

/** In the order of the options; or why one of them cannot be read, which only the person sees. */
export function readGivenFiles(
  { options, files }: Pick<CommandInteraction, 'options' | 'files'>,
  locale: Locale,
  texts: Texts,
): GivenFilesVerdict {
  const given: GivenFile[] = [];
  for (const option of FILE_OPTIONS) {
    const id = options.get(option.name);
    if (id === undefined) continue;
    const file = files.get(String(id));
    if (file === undefined) return { ok: false, refusal: refuseMissing(texts, locale, option) };
    given.push(file);
  }
  return judgeFiles(given, texts);
}

/** The same of files that were given in another way. */
export function judgeFiles(given: readonly GivenFile[], texts: Texts): GivenFilesVerdict {
  const judged: AttachedFile[] = [];
  for (const file of given) {
    const verdict = judgeFile(file);
    if (!verdict.ok) return { ok: false, refusal: refuseFile(texts, file.filename, verdict) };
    judged.push(verdict.file);
  }
  return { ok: true, files: judged };
}
