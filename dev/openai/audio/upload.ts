/** A multipart body as one value: what the fault conditions and the request log see of it, and the file itself. */
export interface Upload {
  /** The fields by their names, those ending in `[]` as lists; the file as its name, type and size. */
  fields: Record<string, unknown>;
  file: Uint8Array | null;
}

/** Null when it is no multipart body. */
export async function readUpload(bytes: Buffer, contentType: string): Promise<Upload | null> {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return null;
  const form = await new Response(bytes, { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => null);
  if (form === null) return null;
  const upload: Upload = { fields: {}, file: null };
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') addField(upload.fields, name, value);
    else {
      const content = new Uint8Array(await value.arrayBuffer());
      upload.fields[name] = { name: value.name, type: value.type, bytes: content.length };
      if (name === 'file') upload.file = content;
    }
  }
  return upload;
}

function addField(fields: Record<string, unknown>, name: string, value: string): void {
  if (!name.endsWith('[]')) {
    fields[name] = value;
    return;
  }
  const list = name.slice(0, -2);
  const before = fields[list];
  fields[list] = Array.isArray(before) ? [...before, value] : [value];
}
