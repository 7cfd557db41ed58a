/** Whether a body says that it is JSON. Pure. */
const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/** One that says nothing is taken for JSON: a form, a page or a text says what it is. */
export function isJsonType(contentType: string | null): boolean {
  return contentType === null || contentType.trim() === '' || JSON_TYPE.test(contentType.trim());
}
