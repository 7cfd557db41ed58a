/** The call that has a recording heard. Pure. */
import { type Catalogue, findChain, firstNameOf, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import type { AcceptedCall } from '../passthrough/calls.ts';
import { lengthOfRecording } from '../request/passthrough/recording-length.ts';
import { createTranscriptionMeter } from '../request/passthrough/transcription-meter.ts';
import { writeForm } from '../request/passthrough/write-form.ts';
import { heardName } from './heard-name.ts';

export interface HeardFile {
  filename: string;
  contentType: string | null;
  bytes: Uint8Array;
}

/** `boundary`: random, so that no file holds it. Null: no model hears. */
export function createRecordingCall(
  catalogue: Catalogue,
  { filename, contentType, bytes }: HeardFile,
  boundary: string,
): AcceptedCall | null {
  const model = firstNameOf(catalogue, 'transcription');
  if (model === undefined) return null;
  const fields = [['response_format', tellsTimes(catalogue, model) ? 'verbose_json' : 'json']] as const;
  const file = {
    filename: heardName(filename, bytes),
    bytes,
    ...(contentType === null ? {} : { contentType }),
  };
  return {
    path: '/v1/audio/transcriptions',
    model,
    body: {
      kind: 'form',
      contentType: `multipart/form-data; boundary=${boundary}`,
      parts: writeForm(boundary, fields, file),
    },
    answers: 'json',
    fields: fields.map(([name]) => name),
    meter: createTranscriptionMeter(lengthOfRecording(bytes), 0),
  };
}

/** Whisper alone does, at OpenAI and at servers that run it; the others refuse to be asked. */
function tellsTimes(catalogue: Catalogue, name: string): boolean {
  return modelsOf(findChain(catalogue, name) ?? []).every(({ upstream }) => /whisper/i.test(upstream));
}
