/** The console over a whole stack: who gets in, what a session may, and what it changes. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { carryOutOrder } from '../../dev/operator/settings-client.ts';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { createApiKey, hashApiKey } from '../../workers/bff/access/api-key.ts';
import { type ConsoleClient, createConsoleClient, seedLedger } from '../console.ts';
import { sendHalf } from '../half-sent.ts';
import { agree, saveFact } from '../memory-calls.ts';
import { ask, somebody } from '../signed-calls.ts';
import { useStack } from '../use-stack.ts';

/** Where alerts go. */
const alerts: string[] = [];
const webhook: Server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    alerts.push(body);
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
const webhookUrl = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/api/webhooks/1/token`;
afterAll(() => {
  webhook.close();
});

const use = useStack({ console: true, tellsSpans: true, vars: { logs: { ALERT_WEBHOOK_URL: webhookUrl } } });

const sql = (text: string, params: unknown[] = []) =>
  use.stack.standIns.neon?.query(text, params) ?? Promise.reject(new Error('no database'));

async function makeKey(name: string, settings: object): Promise<string> {
  const key = createApiKey();
  await sql('INSERT INTO api_keys (key_hash, name, calls_per_min, settings) VALUES ($1, $2, 60, $3::jsonb)', [
    await hashApiKey(key),
    name,
    JSON.stringify(settings),
  ]);
  return key;
}

let operator: ConsoleClient;
beforeAll(async () => {
  await seedLedger({ query: sql });
  operator = createConsoleClient(use.stack);
  expect((await operator.signIn(use.stack.keys.operatorKey)).status).toBe(303);
});

describe('signing in', () => {
  it('gives a cookie that scripts and other sites do not get', async () => {
    const { setCookie, location } = await createConsoleClient(use.stack).signIn(use.stack.keys.operatorKey);
    expect(location).toBe('/console/now');
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict/);
  });

  it.each([
    ['of an API client', () => use.stack.keys.apiKey],
    ['that nobody has', createApiKey],
    ['that is none', () => 'lb-short'],
    ['with a line break', () => `${use.stack.keys.operatorKey}\r\nx: y`],
  ])('is refused with a key %s', async (_, key) => {
    const reply = await createConsoleClient(use.stack).signIn(key());
    expect(reply.status).toBe(401);
    expect(reply.setCookie).toBeNull();
  });

  it('is refused to a page of another origin', async () => {
    const fields = { key: use.stack.keys.operatorKey };
    const reply = await createConsoleClient(use.stack).post('/console/login', fields, {
      origin: 'https://evil.example',
    });
    expect([reply.status, reply.setCookie]).toEqual([403, null]);
  });

  it('waits for no form that is begun and never ended', async () => {
    const origin = use.stack.urls.console ?? '';
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' };
    const begun = sendHalf(`${origin}/console/login`, headers, { declaredBytes: 200, sentBytes: 5 });
    expect(await begun.answer).toMatchObject({ status: 401 });
    begun.close();
  });

  it('is needed for every page, and for every form', async () => {
    const stranger = createConsoleClient(use.stack);
    for (const path of ['now', 'money', 'ledger.csv', 'settings', 'traces']) {
      expect(await stranger.get(`/console/${path}`)).toMatchObject({
        status: 303,
        location: '/console/login',
      });
    }
    const late = await stranger.post('/console/keys/revoke', { id: '1' });
    expect([late.status, late.location]).toEqual([401, null]);
    // Who was too slow has to know that nothing was done.
    expect(late.text).toMatch(/Nothing was changed|아무것도 바뀌지 않았어요/);
  });
});

describe('a session', () => {
  it('sees every page, without a script and without a person’s id', async () => {
    for (const tab of [
      'now',
      'money?by=user',
      'budgets',
      'ledger',
      'keys',
      'servers',
      'moderation',
      'documents',
      'settings',
      'alerts',
      'traces',
    ]) {
      const { status, text, headers } = await operator.get(`/console/${tab}`);
      expect([tab, status]).toEqual([tab, 200]);
      expect(text).not.toMatch(/<script|180000000000000001/);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/);
    }
  });

  it('is over for both when another network shows its cookie, and after its end', async () => {
    const owner = createConsoleClient(use.stack);
    await owner.signIn(use.stack.keys.operatorKey);
    const from = { 'cf-connecting-ip': '203.0.113.77' };
    expect((await owner.get('/console/now', from)).location).toBe('/console/login');
    expect((await owner.get('/console/now')).location).toBe('/console/login');
    await owner.signIn(use.stack.keys.operatorKey);
    const { cookie } = owner;
    await owner.post('/console/logout', { form_token: owner.formToken });
    owner.cookie = cookie;
    for (const path of ['now', 'log', 'ledger.csv', 'traces'])
      expect((await owner.get(`/console/${path}`)).location).toBe('/console/login');
  });

  it('is over for both when another browser shows its cookie', async () => {
    const owner = createConsoleClient(use.stack);
    await owner.signIn(use.stack.keys.operatorKey);
    const thief = await owner.get('/console/now', { 'user-agent': 'another browser' });
    expect(thief.location).toBe('/console/login');
    expect((await owner.get('/console/now')).location).toBe('/console/login');
  });

  it('changes nothing without its own token, nor for another page that has it', async () => {
    const { formToken } = operator;
    const fields = { id: '1', form_token: formToken };
    expect((await operator.post('/console/keys/revoke', { ...fields, form_token: 'x' })).status).toBe(403);
    expect((await operator.post('/console/keys/revoke', { id: '1' })).status).toBe(403);
    const other = { origin: 'https://evil.example' };
    expect((await operator.post('/console/keys/revoke', fields, other)).status).toBe(403);
    const rows = await sql('SELECT revoked_at FROM api_keys WHERE id = 1');
    expect(JSON.stringify(rows)).toContain('null');
  });

  it('ends with its key, at once when it is asked anew, and a right with the key’s', async () => {
    const [client, lowered] = [createConsoleClient(use.stack), createConsoleClient(use.stack)];
    await client.signIn(await makeKey('short', { operator: ['read'] }));
    await lowered.signIn(await makeKey('lowered', { operator: ['read', 'settings'] }));
    await sql(`UPDATE api_keys SET revoked_at = now() WHERE name = 'short'`);
    await sql(`UPDATE api_keys SET settings = '{"operator": ["circuits"]}' WHERE name = 'lowered'`);
    // For up to half a minute; each look is a page with its sums.
    const looks = async () => [
      (await client.get('/console/money')).status,
      (await lowered.get('/console/money')).status,
    ];
    await expect.poll(looks, { timeout: 60_000, interval: 500 }).toEqual([401, 403]);
    // What the console has from elsewhere than the bff, too.
    for (const path of ['traces', 'log', 'alerts']) {
      expect([path, (await client.get(`/console/${path}`)).status]).toEqual([path, 401]);
      expect([path, (await lowered.get(`/console/${path}`)).status]).toEqual([path, 403]);
    }
    const told = alerts.length;
    const sent = await lowered.post('/console/alerts/test', { form_token: lowered.formToken });
    expect([sent.status, alerts.length]).toEqual([403, told]);
  });

  it('may do what its rights say and no more', async () => {
    const client = createConsoleClient(use.stack);
    await client.signIn(await makeKey('reader', { operator: ['read'] }));
    expect((await client.get('/console/keys')).text).not.toContain('keys/revoke');
    const fields = {
      form_token: client.formToken,
      name: 'x',
      id: '1',
      target: 'a/b',
      force: 'open',
      version: '0',
    };
    for (const path of [
      'keys/create',
      'keys/revoke',
      'keys/rotate',
      'circuit',
      'settings/change',
      'alerts/test',
    ]) {
      expect([path, (await client.post(`/console/${path}`, fields)).status]).toEqual([path, 403]);
    }
  });

  it('is out everywhere at once', async () => {
    const [one, two] = [createConsoleClient(use.stack), createConsoleClient(use.stack)];
    const key = await makeKey('twice', { operator: ['read'] });
    await one.signIn(key);
    await two.signIn(key);
    await one.post('/console/logout-all', { form_token: one.formToken });
    expect((await two.get('/console/now')).location).toBe('/console/login');
  });
});

describe('what an operator changes', () => {
  it('makes a key that works, and shows its secret once', async () => {
    const fields = { form_token: operator.formToken, name: '<b>reports</b>', 'calls-per-min': '5' };
    const { text } = await operator.post('/console/keys/create', fields);
    expect(text).toContain('&lt;b&gt;reports&lt;/b&gt;');
    const secret = /<code>(lb-[\w-]+)<\/code>/.exec(text)?.[1] ?? '';
    const models = await fetch(`${use.stack.urls.bff}/v1/models`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(models.status).toBe(200);
    expect((await operator.get('/console/keys')).text).not.toContain(secret);
  });

  it('shows a form for a key again as it was filled in when something in it is wrong', async () => {
    await operator.get('/console/keys');
    const typed = { 'tokens-per-day': 'many', models: 'gpt-4o-mini', owner: 'Kim <a&b>' };
    const send = (action: string, fields: object) =>
      operator.post(`/console/keys/${action}`, { form_token: operator.formToken, ...typed, ...fields });
    for (const [action, fields] of [
      ['create', { name: 'typed with care' }],
      ['change', { id: '1' }],
    ] as const) {
      const { status, text } = await send(action, fields);
      expect([action, status]).toEqual([action, 400]);
      expect(text).toContain('--tokens-per-day');
      const [, shown = ''] = text.split('<details open>');
      expect(shown).toContain(`/console/keys/${action}"`);
      for (const [name, value] of Object.entries({ ...typed, owner: 'Kim &lt;a&amp;b&gt;', ...fields }))
        expect(shown).toContain(`name="${name}" value="${value}"`);
      // In no other form.
      expect(text.split('value="many"').length).toBe(2);
    }
  });

  it('takes what it says beside a field of a key', async () => {
    const { text } = await operator.get('/console/keys', { 'accept-language': 'en' });
    const [form = ''] = /action="\/console\/keys\/create".*?<\/form>/s.exec(text) ?? [];
    const helped = [...form.matchAll(/name="([\w-]+)"[^>]*>\s*<small>([^<]+)<\/small>/g)];
    expect(helped.map(([, name]) => name)).toContain('usd-per-day');
    for (const [, name = '', help = ''] of helped) {
      const examples = help.split(/, | or /).filter((each) => /^\S+$/.test(each));
      expect([name, examples.length > 0]).toEqual([name, name !== 'models']);
      for (const example of examples) {
        const fields = { form_token: operator.formToken, name: 'as helped', [name]: example };
        const { status } = await operator.post('/console/keys/create', fields);
        expect([name, example, status]).toEqual([name, example, 200]);
      }
    }
  });

  it('shows each limit that a key has, and a call under way as that', async () => {
    const limits = { tokens_per_min: 12_345, tokens_per_month: 7_654_321, endpoints: ['embeddings'] };
    await makeKey('bounded', limits);
    const { text } = await operator.get('/console/keys', { 'accept-language': 'en' });
    for (const shown of ['12,345 tokens a minute', '7,654,321 a month', 'embeddings'])
      expect(text).toContain(shown);
    await sql(
      `INSERT INTO usage_events (id, model, prompt_tokens, completion_tokens, estimated, cost_micro_usd, total_ms, outcome,
         fallback, cached) VALUES (gen_random_uuid(), 'under-way', 1, 1, true, 1, 0, 'running', false, false)`,
    );
    const ledger = await operator.get('/console/ledger?model=under-way', { 'accept-language': 'en' });
    expect(ledger.text).toContain('<span class="state slow">Under way</span>');
  });

  it('never lets a session make itself an operator’s key, or take one', async () => {
    const ids = await sql(`SELECT id FROM api_keys WHERE settings ? 'operator' ORDER BY id LIMIT 1`);
    const id = String(/"?id"?:\s*"?(\d+)/.exec(JSON.stringify(ids))?.[1] ?? '');
    const { formToken: form_token } = operator;
    expect((await operator.post('/console/keys/rotate', { form_token, id })).status).toBe(409);
    const reply = await fetch(`${use.stack.urls.bff}/v1/admin/keys/create`, {
      method: 'POST',
      headers: { authorization: `Bearer ${use.stack.keys.operatorKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x', options: { operator: 'all' } }),
    });
    expect(reply.status).toBe(400);
  });

  it('refuses an operator’s key everything but its own routes, and a client’s key those', async () => {
    const ask = (path: string, key: string) =>
      fetch(`${use.stack.urls.bff}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: path.endsWith('completions') ? '{"messages":[{"role":"user","content":"a"}]}' : '{}',
      });
    expect((await ask('/v1/chat/completions', use.stack.keys.operatorKey)).status).toBe(403);
    expect((await ask('/v1/admin/overview', use.stack.keys.apiKey)).status).toBe(403);
    expect((await ask('/v1/admin/overview', use.stack.keys.operatorKey)).status).toBe(200);
    expect((await ask('/v1/admin/overview', createApiKey())).status).toBe(401);
  });

  it('holds a circuit open and lets go of it, and notes who did', async () => {
    const { interactionId } = await use.stack.invoke('chat', { prompt: '안녕?' });
    await use.stack.settled(interactionId);
    const { text } = await operator.get('/console/now');
    const target = /name="target" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const order = (force: string) =>
      operator.post('/console/circuit', { form_token: operator.formToken, target, force });
    expect((await order('open')).location).toBe('/console/now?done=circuit');
    const held = (await operator.get('/console/now')).text;
    expect(held).toMatch(/held open|강제로 열림/);
    // Not “0 failures in a row”, of which nobody would open a circuit.
    expect(held).toMatch(new RegExp(`${target}</th>.*?<td class="number"[^>]*>–</td>`, 's'));
    expect((await order('auto')).status).toBe(303);
    expect((await operator.get('/console/settings')).text).toContain('circuit.open');
  });

  it('sets a limit without a deployment, and takes it back', async () => {
    const change = (fields: Record<string, string>) =>
      operator.post('/console/settings/change', { form_token: operator.formToken, ...fields });
    const typed = '{"providers": ["typed at length"]}';
    const wrong = await change({
      version: '0',
      'set:LLM_CALLS_PER_MIN': 'many',
      'was:LLM_CALLS_PER_MIN': '',
      'set:LIBRA_CATALOGUE': typed,
    });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('LLM_CALLS_PER_MIN must be')]);
    // What was typed is still there.
    expect(wrong.text).toMatch(/name="set:LLM_CALLS_PER_MIN" value="many"/);
    expect(wrong.text).toContain(typed.replaceAll('"', '&quot;'));
    expect((await change({ version: '0', 'set:WORKER_SHARED_SECRET': 'x'.repeat(40) })).status).toBe(400);
    const catalogue = { version: '0', 'set:LIBRA_CATALOGUE': '{"providers": []}' };
    expect((await change(catalogue)).status).toBe(400);
    const one = { version: '0', 'set:LLM_CALLS_PER_MIN': '1', 'was:LLM_CALLS_PER_MIN': '' };
    expect((await change(one)).location).toBe('/console/settings?done=settings_changed');
    expect((await change(one)).status).toBe(409);

    const status = async () => {
      const { interactionId } = await use.stack.invoke(
        'chat',
        { prompt: '1까지 세어 줘' },
        { userId: use.stack.moderator },
      );
      return JSON.stringify((await use.stack.settled(interactionId)).messages);
    };
    await expect.poll(status, { timeout: 60_000 }).toMatch(/1분|limit|한도/);
    const undone = await operator.post('/console/settings/undo', {
      form_token: operator.formToken,
      version: '1',
    });
    expect(undone.location).toBe('/console/settings?done=settings_undone');
    const rows = await sql('SELECT version, settings FROM operator_settings ORDER BY version');
    expect(JSON.stringify(rows)).toMatch(/LLM_CALLS_PER_MIN.*2/s);
  });

  it('keeps what was typed when somebody else was faster, and does not undo what they have set', async () => {
    const access = { bffUrl: use.stack.urls.bff, key: use.stack.keys.operatorKey };
    const { version } = await carryOutOrder(access, { kind: 'show' });
    await carryOutOrder(access, { kind: 'change', changes: { RETENTION_DAYS: '25' } });
    const stale = await operator.post('/console/settings/change', {
      form_token: operator.formToken,
      version: String(version),
      ...{ 'set:RETENTION_DAYS': '', 'was:RETENTION_DAYS': '' },
      ...{ 'set:LLM_CALLS_PER_MIN': '31', 'was:LLM_CALLS_PER_MIN': '' },
    });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain(`name="version" value="${version + 1}"`);
    expect(stale.text).toMatch(/name="set:LLM_CALLS_PER_MIN" value="31"/);
    expect(stale.text).toMatch(/name="set:RETENTION_DAYS" value="25"/);
    await carryOutOrder(access, { kind: 'undo' });
  });

  it('changes another setting beside the largest catalogue there may be', async () => {
    const models = Array.from({ length: 700 }, (_, index) => ({
      name: `model-${index}`,
      provider: 'here',
      upstream: `a-model-with-a-name-${index}`,
      prices: { input: '0.1', output: '0.4' },
    }));
    const catalogue = JSON.stringify({ providers: [{ name: 'here' }], models });
    expect(catalogue.length).toBeLessThan(100_000);
    const pretty = JSON.stringify(JSON.parse(catalogue), null, 2);
    const reply = await operator.post('/console/settings/change', {
      form_token: operator.formToken,
      version: '100000',
      ...{ 'set:LIBRA_CATALOGUE': pretty, 'was:LIBRA_CATALOGUE': pretty },
      ...{ 'set:LLM_CALLS_PER_MIN': '32', 'was:LLM_CALLS_PER_MIN': '' },
    });
    // The version that it was made from is wrong, and nothing else.
    expect(reply.status).toBe(409);
    expect(reply.text).toMatch(/name="set:LLM_CALLS_PER_MIN" value="32"/);
    const changed = await operator.post('/console/settings/change', {
      form_token: operator.formToken,
      version: '100000',
      ...{ 'set:LIBRA_CATALOGUE': pretty, 'was:LIBRA_CATALOGUE': '' },
    });
    expect(changed.status).toBe(409);
  });

  it('sets a catalogue that bff and llm go by within a minute, refuses one that is wrong, and takes it back', async () => {
    const { openai } = use.stack.standIns;
    const access = { bffUrl: use.stack.urls.bff, key: use.stack.keys.operatorKey };
    const catalogue = (model: object) =>
      JSON.stringify({
        default: 'pushed',
        providers: [{ name: 'here', base_url: openai?.url, key: 'OPENAI_API_KEY' }],
        models: [{ name: 'pushed', provider: 'here', upstream: 'gpt-4.1-nano', ...model }],
      });
    const push = (model: object) =>
      carryOutOrder(access, { kind: 'change', changes: { LIBRA_CATALOGUE: catalogue(model) } });
    await expect(push({ provider: 'nowhere' })).rejects.toThrow(/nowhere/);
    await expect(push({ context_window: 'large' })).rejects.toThrow(/context_window/);
    // The bff does not know which keys llm has: llm itself says no.
    const unheld = JSON.stringify({
      default: 'pushed',
      providers: [{ name: 'there', base_url: openai?.url, key: 'KEY_THAT_NOBODY_HAS' }],
      models: [{ name: 'pushed', provider: 'there' }],
    });
    await expect(
      carryOutOrder(access, { kind: 'change', changes: { LIBRA_CATALOGUE: unheld } }),
    ).rejects.toThrow(/KEY_THAT_NOBODY_HAS/);

    const ask = async (model: string) => {
      const reply = await fetch(`${use.stack.urls.bff}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${use.stack.keys.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: '안녕?' }] }),
      });
      await reply.text();
      return reply.status;
    };
    await push({});
    openai?.forgetRequests();
    await expect.poll(() => ask('pushed'), { timeout: 60_000, interval: 1_000 }).toBe(200);
    // By the name that it has at its provider: llm knew the catalogue as well.
    expect(openai?.requests().at(-1)?.model).toBe('gpt-4.1-nano');
    await carryOutOrder(access, { kind: 'undo' });
    await expect.poll(() => ask('pushed'), { timeout: 60_000, interval: 1_000 }).toBe(404);
    await expect.poll(() => ask('gpt-4o-mini'), { timeout: 60_000, interval: 1_000 }).toBe(200);
  });

  it('does so by the command, with a key that may', async () => {
    const access = { bffUrl: use.stack.urls.bff, key: use.stack.keys.operatorKey };
    const changes = { RETENTION_DAYS: '30' };
    const before = await carryOutOrder(access, { kind: 'show' });
    const changed = await carryOutOrder(access, { kind: 'change', changes });
    expect(changed).toMatchObject({ version: before.version + 1, settings: changes });
    const wrong = { kind: 'change', changes: { RETENTION_DAYS: 'long' } } as const;
    await expect(carryOutOrder(access, wrong)).rejects.toThrow(/RETENTION_DAYS .*\(settings_invalid\)/);
    for (const key of [use.stack.keys.apiKey, await makeKey('reader', { operator: ['metrics'] })]) {
      await expect(carryOutOrder({ ...access, key }, { kind: 'show' })).rejects.toThrow('It was refused');
    }
    expect((await carryOutOrder(access, { kind: 'undo' })).settings).toEqual(before.settings);
  });
});

describe('what is looked at', () => {
  it('gives the metrics to an operator’s key with the right to them, and to no other', async () => {
    const ask = async (key: string) => {
      const headers = { authorization: `Bearer ${key}` };
      const response = await fetch(`${use.stack.urls.bff}/metrics`, { headers });
      return [response.status, await response.text()];
    };
    // Upkeep as the cron triggers do it.
    const bff = await use.stack.workers.miniflare.getWorker('libra-bff');
    for (const cron of ['20 * * * *', '17 3 * * *'])
      expect((await bff.scheduled({ cron })).outcome).toBe('ok');
    const [status, text] = await ask(await makeKey('grafana', { operator: ['metrics'] }));
    expect([status, text]).toEqual([200, expect.stringMatching(/libra_calls_total \d{4}\n[\s\S]*# EOF\n$/)]);
    // What the dashboard and the rules ask for exists, with the labels that they name.
    const samples = new Set(String(text).match(/^libra_\w+/gm));
    for (const file of ['alert-rules.yml', 'grafana-dashboard.json']) {
      const asked = readFileSync(join(PROJECT_ROOT, 'ops', file), 'utf8').match(/libra_\w+/g) ?? [];
      expect(asked.length).toBeGreaterThan(8);
      expect([...new Set(asked)].filter((name) => !samples.has(name))).toEqual([]);
    }
    expect((await ask(use.stack.keys.apiKey))[0]).toBe(403);
    expect((await ask(await makeKey('people', { operator: ['people'] })))[0]).toBe(403);
    expect((await ask(createApiKey()))[0]).toBe(401);
  });

  it('gives the ledger as a file in which a name is no formula', async () => {
    await sql(
      `UPDATE usage_events SET model = '=HYPERLINK("x")' WHERE created_at > now() - interval '3 minutes'`,
    );
    const { text, headers } = await operator.get('/console/ledger.csv?days=90');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(text.split('\r\n').length).toBeGreaterThan(2_100);
  });

  it('says of a page and of a file that the key may not see them, and of no part that it is away', async () => {
    const client = createConsoleClient(use.stack);
    await client.signIn(await makeKey('scraper', { operator: ['metrics'] }));
    for (const page of ['ledger', 'ledger.csv', 'ledger?before=1.------------------------------------'])
      expect([page, (await client.get(`/console/${page}`)).status]).toEqual([page, 403]);
    const { status } = await operator.get(`/console/ledger?before=1.${'-'.repeat(36)}`);
    expect(status).toBe(400);
  });

  it('stays where it is in the other language, whatever is looked for', async () => {
    const path = '/console/ledger?model=a+b*&person=%EA%B9%80';
    const { text } = await operator.get(path);
    const link = /class="language"[^>]* href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await operator.get(link)).location).toBe(path);
    const elsewhere = '/console/language?to=en&back=';
    for (const back of ['//evil.example', 'https://evil.example', '/console/../\\evil', '/console/a\nb'])
      expect((await operator.get(elsewhere + encodeURIComponent(back))).location).toBe('/console/now');
  });

  it('finds a request across the Workers by its id', async () => {
    const { interactionId } = await use.stack.invoke('chat', { prompt: '안녕?' });
    await use.stack.settled(interactionId);
    const trace = () => use.stack.logs.findLast(({ event }) => event === 'chat.finished')?.traceId ?? '';
    await expect.poll(trace).not.toBe('');
    await expect
      .poll(async () => (await operator.get(`/console/traces?id=${trace()}&level=error`)).text)
      .toMatch(/provider\.finished[\s\S]*chat\.finished|chat\.finished[\s\S]*provider\.finished/);
  });

  it('lays the stages of a request beside each other', async () => {
    const { interactionId } = await use.stack.invoke('chat', { prompt: '안녕?' });
    await use.stack.settled(interactionId);
    const trace = () => use.stack.logs.findLast(({ event }) => event === 'chat.finished')?.traceId ?? '';
    await expect.poll(trace).not.toBe('');
    const page = async () => (await operator.get(`/console/traces?id=${trace()}`)).text;
    await expect.poll(page).toMatch(/history[\s\S]*guard[\s\S]*call/);
    expect(await page()).toMatch(/class="span"/);
  });

  it('gives the stages of an answer to the platform’s own traces', async () => {
    const isOpened = ({ event }: { event: string }) => event === 'span.opened';
    const before = use.stack.logs.filter(isOpened).length;
    const { interactionId } = await use.stack.invoke('chat', { prompt: '4까지 세어 줘' });
    await use.stack.settled(interactionId);
    await expect
      .poll(() =>
        use.stack.logs
          .filter(isOpened)
          .slice(before)
          .map(({ name }) => name),
      )
      .toEqual(expect.arrayContaining(['libra.history', 'libra.guard', 'libra.call']));
  });

  it('tells the platform’s own traces how much was found for a question, and nothing of what', async () => {
    const { stack } = use;
    const caller = somebody();
    await agree(stack, caller);
    await saveFact(stack, caller, '나는 마라톤을 준비하고 있어');
    await expect
      .poll(async () => {
        await ask(stack, caller, '마라톤 신발 골라 줘', { fresh: true });
        return stack.logs.some(({ event, name }) => event === 'span.opened' && name === 'libra.knowledge');
      })
      .toBe(true);
    const described = () =>
      stack.logs.flatMap(({ event, attributes }) => (event === 'span.described' ? [attributes] : []));
    await expect
      .poll(described)
      .toContainEqual(expect.objectContaining({ 'libra.passages': '0', 'libra.words_only': 'false' }));
    expect(JSON.stringify(described())).not.toMatch(new RegExp(`마라톤|${caller.user_id}`));
  });

  it('shows the log as it is written, for as long as somebody looks', async () => {
    const response = await fetch(`${use.stack.urls.console}/console/log`, {
      headers: { cookie: operator.cookie, ...operator.visitor },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const { interactionId } = await use.stack.invoke('chat', { prompt: '3까지 세어 줘' });
    await use.stack.settled(interactionId);
    while (!text.includes('chat.finished')) text += (await reader?.read())?.value ?? 'ended: chat.finished';
    await reader?.cancel();
    expect(text).toMatch(/role="log"[\s\S]*chat\.finished/);
    expect(text).not.toMatch(/<script|ended:/);
  });

  it('notes who has looked at people’s data, and when, once for some minutes', async () => {
    for (const path of [
      'money?by=user',
      'ledger',
      'ledger',
      'budgets',
      'moderation',
      'servers?guild=170000000000000001',
      'traces',
    ])
      await operator.get(`/console/${path}`);
    const rows = await sql(`SELECT action, target, count(*)::int AS count FROM operator_audit
      WHERE action LIKE 'looked.%' AND operator IS NOT NULL AND at > now() - interval '10 minutes' GROUP BY 1, 2`);
    const looks = rows as { action: string; target: string | null; count: number }[];
    const seen = (action: string) =>
      looks.filter((each) => each.action === action).map(({ target }) => target);
    for (const action of ['people', 'ledger', 'budgets', 'moderation', 'traces'])
      expect([action, seen(`looked.${action}`).includes(null)]).toEqual([action, true]);
    expect(seen('looked.server')).toEqual(['170000000000000001']);
    expect((await operator.get('/console/settings')).text).toContain('looked.ledger');
    const { text } = await operator.get('/console/ledger?person=180000000000000001&days=90');
    expect(text).not.toMatch(/<td[^>]*>180000000000000001/);
    await operator.get('/console/ledger.csv?person=180000000000000001&days=90');
    for (const action of ['looked.ledger', 'ledger.exported']) {
      const targets = await sql(
        'SELECT target FROM operator_audit WHERE action = $1 AND target IS NOT NULL',
        [action],
      );
      expect([action, JSON.stringify(targets)]).toEqual([action, expect.stringMatching(/[0-9a-f]{12}/)]);
      expect(JSON.stringify(targets)).not.toContain('180000000000000001');
    }
  });

  it('tells how fast servers and people use their budgets', async () => {
    const { text } = await operator.get('/console/budgets');
    expect(text).toMatch(/servers\?guild=17000000000000000\d/);
    expect(text).toMatch(/class="share"/);
  });

  it('sends an alert to the webhook, once', async () => {
    const sent = await operator.post('/console/alerts/test', { form_token: operator.formToken });
    expect(sent.location).toBe('/console/alerts?done=alert_tested');
    expect(JSON.parse(alerts.at(-1) ?? '{}')).toMatchObject({ allowed_mentions: { parse: [] } });
    const { openai } = use.stack.standIns;
    openai?.setFaults({ status: { status: 401 } });
    const { interactionId } = await use.stack.invoke('chat', { prompt: '5까지 세어 줘' });
    await use.stack.settled(interactionId);
    await expect.poll(() => alerts.filter((body) => body.includes('credit')).length).toBeGreaterThan(0);
    openai?.setFaults({});
    const subjects = alerts.filter((body) => body.includes('credit'));
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  it('says that the database is away, and what is still known', async () => {
    use.stack.standIns.neon?.setFaults({ status: 503 });
    const now = await operator.get('/console/now');
    const money = await operator.get('/console/money');
    use.stack.standIns.neon?.setFaults({});
    expect([now.status, money.status]).toEqual([200, 503]);
    expect(now.text).toMatch(/state (down|slow)/);
    expect(money.text).toMatch(/role="alert"/);
  });
});

describe('a deployment', () => {
  it('ends no session, and each can be ended after it', async () => {
    const client = createConsoleClient(use.stack);
    await client.signIn(use.stack.keys.operatorKey);
    await use.stack.workers.reload(inject('bundles'));
    expect((await client.get('/console/now')).status).toBe(200);
    await client.post('/console/logout-all', { form_token: client.formToken });
    for (const each of [client, operator])
      expect((await each.get('/console/now')).location).toBe('/console/login');
  });
});
