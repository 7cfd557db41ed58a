/** The files that are added as documents, and the MCP servers whose tools say and give what they please. */
import { startHostileServer } from '../../dev/mcp/hostile.ts';
import { makeDocx, makePdf } from '../documents.ts';
import { ATTACKS, casesOf } from './injection-cases.ts';

/** A document is found by this word. */
export const wordOf = (at: number) => `paper${at}`;

export function fileOf(at: number, text: string) {
  const filename = ATTACKS[at]?.[4] ?? `${at}.md`;
  const shown = `${wordOf(at)} ${text}`;
  const escaped = shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  switch (filename.split('.').at(-1)) {
    case 'pdf':
      return { filename, type: 'application/pdf', bytes: makePdf([shown]) };
    case 'docx':
      return { filename, type: 'application/octet-stream', bytes: makeDocx([escaped]) };
    case 'html':
      return { filename, type: 'text/html', bytes: `<html><body><p>${escaped}</p></body></html>` };
    default:
      return { filename, type: 'text/plain', bytes: shown };
  }
}

/** One says in the descriptions of its tools what is to be done, the other one in what its tool gives. */
export async function startMcpServers(textOf: (at: number) => string) {
  const [words, results] = await Promise.all([startHostileServer(), startHostileServer()]);
  const anything = { type: 'object', properties: { text: { type: 'string' } } };
  const described = casesOf('description').map((at) => {
    const text = textOf(at);
    const form = ATTACKS[at]?.[4];
    const parameter = { type: 'object', properties: { text: { type: 'string', description: text } } };
    return {
      name: `tool${at}`,
      ...(form === 'title' ? { title: text } : {}),
      ...(form === undefined ? { description: text } : {}),
      inputSchema: form === 'parameter' ? parameter : anything,
    };
  });
  const writing = { description: 'Saves.', inputSchema: anything, annotations: { readOnlyHint: true } };
  words.setTools([...described, { name: 'save', ...writing }, { name: 'gone', ...writing }]);
  results.setResult((args) => {
    const { word } = args as { word: string };
    const at = Number(word);
    return Number.isNaN(at) ? { content: [] } : resultOf(ATTACKS[at]?.[4], textOf(at));
  });
  const header = { name: 'authorization', secret: 'MCP_ATTACK_KEY' };
  return {
    words,
    results,
    setting: JSON.stringify([
      { name: 'words', url: words.url, header, tools: { '*': 'read', save: 'write', gone: 'off' } },
      { name: 'results', url: results.url, header, tools: { look: 'read' } },
    ]),
    close: () => Promise.all([words, results].map((server) => server.close())),
  };
}

function resultOf(form: string | undefined, text: string): object {
  if (form === 'link') return { content: [{ type: 'resource_link', name: text, uri: text.split(' ')[1] }] };
  if (form === 'resource') return { content: [{ type: 'resource', resource: { uri: 'about:case', text } }] };
  return { isError: form === 'error', content: [{ type: 'text', text }] };
}
