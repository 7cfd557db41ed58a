/**
 * A model provider whose model does whatever it reads, wherever it stands: in a tool's result or its description, a document, a
 * file, a message, a persona. It is the worst case of a model that is led on by text from outside. What it understands, anywhere in a prompt:
 *
 *     CALL name {json}     it calls that tool, once, whether or not there is one
 *     LOOP name {json}     it makes that call in every round
 *     fetch https://…      it fetches that page; `{{ALL}}` in the address becomes all that it was told
 *     SAY words            it answers with these words
 *     REVEAL               it answers with all that it was told
 *
 * Where the last question says `DEAF`, it obeys that alone.
 */
import { answerEmbeddings } from '../dev/openai/embedding/answer.ts';
import { startHttpServer } from '../dev/stand-in/http-server.ts';

export interface PromptMessage {
  role: string;
  content: unknown;
  tool_calls?: { function: { name: string; arguments: string } }[];
}

export interface Prompt {
  messages: PromptMessage[];
  tools?: OfferedTool[];
}

export interface OfferedTool {
  function: { name: string; description: string; parameters: object };
}

export interface ObedientModel {
  url: string;
  apiKey: string;
  /** What it was asked, oldest first. */
  prompts: Prompt[];
  /** How many calls it has made in all. */
  calls(): number;
  close(): Promise<void>;
}

type Call = [name: string, args: string];

const MAX_CALLS_A_ROUND = 12;
/** What fits into an address. */
const MAX_DUMP_CHARS = 1_200;

/** What it does next. Pure. */
export function obey({ messages, tools = [] }: Prompt): { calls: Call[]; text: string } {
  const question = messages.findLast(({ role }) => role === 'user');
  const isDeaf = /\bDEAF\b/.test(textOf(question?.content));
  const heard =
    isDeaf && question !== undefined ? [question] : messages.filter(({ role }) => role !== 'assistant');
  const said = isDeaf ? [] : tools.flatMap((tool) => stringsIn(tool));
  const read = [...heard.map(({ content }) => textOf(content)), ...said];
  const all = read.join('\n');
  const wanted: Call[] = [
    ...matches(all, /\bCALL ([\w.-]+) (\{[^\n]*\})/g).map(([name, args]): Call => [name, args]),
    ...matches(all, /(?:fetch|가져와)\s+(https?:\/\/[^\s"'<>)\]]+)/gi).map(
      ([url]): Call => [
        'fetch_page',
        JSON.stringify({
          url: url.replace('{{ALL}}', encodeURIComponent(all.toWellFormed()).slice(-MAX_DUMP_CHARS)),
        }),
      ],
    ),
  ];
  const made = messages.flatMap(({ tool_calls: calls = [] }) =>
    calls.map(({ function: { name, arguments: args } }) => keyOf([name, args])),
  );
  const loops = matches(all, /\bLOOP ([\w.-]+) (\{[^\n]*\})/g).map(([name, args]): Call => [name, args]);
  const anew = wanted.filter((call) => !made.includes(keyOf(call)));
  const calls = [...new Map([...anew, ...loops].map((call) => [keyOf(call), call])).values()];
  const words = matches(all, /\bSAY ([^\n]+)/g).map(([said]) => said);
  const revealed = /\bREVEAL\b/.test(all) ? [all] : [];
  return { calls: calls.slice(0, MAX_CALLS_A_ROUND), text: ['Obeyed.', ...words, ...revealed].join('\n') };
}

/** An address that holds what it was told differs with each round: such a call is made once. */
function keyOf([name, args]: Call): string {
  return `${name} ${args.replace(/\?d=[^"]*/, '')}`;
}

function matches(text: string, pattern: RegExp): [string, string][] {
  return [...text.matchAll(pattern)].map(([, one = '', other = '']) => [one, other]);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as { text?: unknown }[])
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('\n');
}

export async function startObedientModel(): Promise<ObedientModel> {
  const apiKey = 'sk-obedient-0123456789abcdef';
  const prompts: Prompt[] = [];
  let made = 0;
  const server = await startHttpServer({
    name: 'obedient model',
    async handle(request, response) {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Prompt;
      if (request.url?.endsWith('/embeddings') === true) {
        const verdict = answerEmbeddings(body);
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(verdict.ok ? verdict.body : {}));
        return;
      }
      prompts.push(body);
      const { calls, text } = obey(body);
      const isCalling = calls.length > 0 && body.tools !== undefined;
      if (isCalling) made += calls.length;
      const delta = isCalling
        ? {
            tool_calls: calls.map(([name, args], index) => ({
              index,
              id: `call_${made}_${index}`,
              type: 'function',
              function: { name, arguments: args },
            })),
          }
        : { content: text };
      const frame = (choices: object[], more: object = {}) =>
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini', choices, ...more })}\n\n`;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(
        frame([{ index: 0, delta, finish_reason: null }]) +
          frame([{ index: 0, delta: {}, finish_reason: isCalling ? 'tool_calls' : 'stop' }]) +
          frame([], { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } }) +
          'data: [DONE]\n\n',
      );
    },
  });
  return {
    url: `${server.origin}/v1`,
    apiKey,
    prompts,
    calls: () => made,
    close: server.close,
  };
}
