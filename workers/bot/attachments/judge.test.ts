import { describe, expect, it } from 'vitest';
import type { GivenFile } from '../discord/files.ts';
import { judgeFile } from './judge.ts';

const given = (
  filename: string,
  contentType: string | null,
  changes: Partial<GivenFile> = {},
): GivenFile => ({
  id: '1',
  filename,
  contentType,
  sizeBytes: 1_000,
  url: 'https://cdn.discordapp.com/ephemeral-attachments/1/1/a',
  width: null,
  height: null,
  isAnimated: false,
  ...changes,
});

describe('a file', () => {
  it.each([
    ['photo.png', 'image/png', 'image'],
    ['photo.JPG', 'image/jpeg', 'image'],
    ['photo.jpg', 'image/png', 'image'],
    ['still.gif', 'image/gif', 'image'],
    ['photo.webp', null, 'image'],
    ['logo.svg', 'image/svg+xml', 'text'],
    ['notes.md', 'text/markdown', 'text'],
    ['table.csv', 'text/csv', 'text'],
    ['data.json', 'application/json', 'text'],
    ['main.rs', null, 'text'],
    ['main.ts', 'text/plain', 'text'],
    ['app.js', 'application/javascript', 'text'],
    ['main.ts', 'video/mp2t', 'text'],
    ['table.csv', 'application/vnd.ms-excel', 'text'],
    ['Dockerfile', null, 'text'],
    ['LICENSE', 'application/octet-stream', 'text'],
    ['voice-message.ogg', 'audio/ogg', 'audio'],
    ['clip.mp4', 'video/mp4', 'audio'],
    ['memo.m4a', null, 'audio'],
  ])('%s of type %s is %s', (filename, type, kind) => {
    expect(judgeFile(given(filename, type))).toMatchObject({ ok: true, file: { kind } });
  });

  it.each([
    ['report.pdf', 'application/pdf', 'file_document'],
    [
      'report.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'file_document',
    ],
    ['보고서.hwp', null, 'file_document'],
    ['photo.heic', 'image/heic', 'file_type'],
    ['clip.mov', 'video/quicktime', 'file_type'],
    ['song.mid', 'audio/midi', 'file_type'],
    ['speech.mp3', 'image/png', 'file_mismatch'],
    ['a.zip', 'application/zip', 'file_type'],
    ['photo.png', 'text/plain', 'file_mismatch'],
    ['notes.txt', 'image/png', 'file_mismatch'],
    ['notes.txt', 'application/pdf', 'file_mismatch'],
  ])('%s of type %s is refused as %s', (filename, type, problem) => {
    expect(judgeFile(given(filename, type))).toMatchObject({ ok: false, problem });
  });

  it('is refused when it is empty, too large or moves', () => {
    expect(judgeFile(given('a.png', 'image/png', { sizeBytes: 0 }))).toMatchObject({ problem: 'file_empty' });
    expect(judgeFile(given('a.png', 'image/png', { sizeBytes: 40 * 1024 * 1024 }))).toEqual({
      ok: false,
      problem: 'file_too_large',
      limitBytes: 20 * 1024 * 1024,
    });
    const recording = given('a.ogg', 'audio/ogg', { sizeBytes: 25 * 1024 * 1024 + 1 });
    expect(judgeFile(recording)).toMatchObject({ problem: 'file_too_large', limitBytes: 25 * 1024 * 1024 });
    expect(judgeFile(given('a.txt', 'text/plain', { sizeBytes: 10 * 1024 * 1024 }))).toEqual({
      ok: false,
      problem: 'file_too_large',
      limitBytes: 256 * 1024,
    });
    expect(judgeFile(given('a.gif', 'image/gif', { isAnimated: true }))).toMatchObject({
      problem: 'file_animated',
    });
  });
});
