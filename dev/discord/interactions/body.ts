/** The two forms in which a bot sends a message: JSON, or multipart with the JSON in `payload_json` beside the files. */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { UploadedFile } from '../world/write-message.ts';

export type FormBody =
  | { ok: true; json: JsonRecord; files: UploadedFile[] }
  | { ok: false; kind: 'content-type' | 'json' | 'shape'; why: string };

const FILE_FIELD = /^files\[(\d{1,2})\]$/;

/** Never rejects. An absent body counts as `{}`, as it does with Discord. */
export async function readForm(contentType: string, body: Uint8Array): Promise<FormBody> {
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (body.byteLength === 0) return { ok: true, json: {}, files: [] };
  if (type === 'application/json') return readJson(new TextDecoder().decode(body), []);
  if (type === 'multipart/form-data') return readMultipart(contentType, body);
  return { ok: false, kind: 'content-type', why: `unexpected content type ${type === '' ? '(none)' : type}` };
}

async function readMultipart(contentType: string, body: Uint8Array): Promise<FormBody> {
  let form: FormData;
  try {
    form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch {
    return { ok: false, kind: 'json', why: 'the multipart body is malformed' };
  }
  const files: UploadedFile[] = [];
  const fields: JsonRecord = {};
  for (const [name, value] of form as unknown as Iterable<[string, string | File]>) {
    if (typeof value === 'string') {
      fields[name] = value;
      continue;
    }
    files.push({
      index: Number(FILE_FIELD.exec(name)?.[1] ?? files.length),
      filename: value.name,
      contentType: value.type === '' ? 'application/octet-stream' : value.type,
      bytes: new Uint8Array(await value.arrayBuffer()),
    });
  }
  const payload = fields.payload_json;
  return typeof payload === 'string' ? readJson(payload, files) : { ok: true, json: fields, files };
}

function readJson(text: string, files: UploadedFile[]): FormBody {
  try {
    const json: unknown = JSON.parse(text);
    if (isRecord(json)) return { ok: true, json, files };
    return { ok: false, kind: 'shape', why: 'not an object' };
  } catch (error) {
    return { ok: false, kind: 'json', why: (error as Error).message };
  }
}
