/** The body of a passthrough call as its provider gets it: as the bff has sent it, with the provider's own name of the model. Pure. */

export interface PassthroughBody {
  contentType: string;
  /** Whole when put together; a recording is not copied for that. */
  parts: readonly Uint8Array[];
}

const encoder = new TextEncoder();

/** `bytes`: a JSON object or a form, without a model. Undefined for anything else. */
export function withModel(
  { contentType, bytes }: { contentType: string; bytes: Uint8Array },
  model: string,
): PassthroughBody | undefined {
  const parts = /^application\/json\b/i.test(contentType)
    ? intoObject(bytes, model)
    : intoForm(bytes, model, boundaryOf(contentType));
  return parts === undefined ? undefined : { contentType, parts };
}

const BRACE = 0x7b;
const END_BRACE = 0x7d;

function intoObject(bytes: Uint8Array, model: string): PassthroughBody['parts'] | undefined {
  if (bytes[0] !== BRACE) return undefined;
  const comma = bytes[1] === END_BRACE ? '' : ',';
  return [encoder.encode(`{"model":${JSON.stringify(model)}${comma}`), bytes.subarray(1)];
}

function intoForm(
  bytes: Uint8Array,
  model: string,
  boundary: string | undefined,
): PassthroughBody['parts'] | undefined {
  if (boundary === undefined || /[\r\n]/.test(model)) return undefined;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="model"\r\n\r\n${model}\r\n`;
  return [encoder.encode(head), bytes];
}

function boundaryOf(contentType: string): string | undefined {
  return /^multipart\/form-data; boundary=([\w-]{1,70})$/i.exec(contentType)?.[1];
}
