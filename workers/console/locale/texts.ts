/** Every text of the console. Both languages have all of them, the compiler insists. */
import type { WatchTexts } from './watch-texts.ts';

export const TABS = [
  'now',
  'money',
  'budgets',
  'ledger',
  'keys',
  'servers',
  'moderation',
  'documents',
  'settings',
  'alerts',
  'traces',
] as const;
export type Tab = (typeof TABS)[number];

export interface Texts extends WatchTexts {
  title: string;
  skip: string;
  tabs: Record<Tab, string>;
  tabList: string;
  otherLanguage: string;
  signIn: {
    heading: string;
    lead: string;
    key: string;
    button: string;
    refused: string;
    limited: string;
    unavailable: string;
    insecure: string;
    how: string;
  };
  signOut: string;
  signOutEverywhere: string;
  signedInAs: (name: string) => string;
  utc: string;
  refresh: string;
  /** Over a column of buttons. */
  actions: string;
  errors: {
    heading: string;
    /** Over what was to be changed. */
    refused: string;
    database: string;
    forbidden: string;
    notFound: string;
    invalid: string;
    conflict: string;
    internal: string;
    stale: string;
    again: string;
    back: string;
  };
  done: Record<
    | 'circuit'
    | 'key_changed'
    | 'key_revoked'
    | 'unblocked'
    | 'settings_changed'
    | 'settings_undone'
    | 'alert_tested',
    string
  >;
  metrics: {
    calls: string;
    cost: string;
    tokens: string;
    errors: string;
    tokensIn: string;
    tokensOut: string;
    firstToken: string;
    p50: string;
    p95: string;
    share: string;
    time: string;
  };
  chart: {
    summary: (what: string, most: string, sum: string) => string;
    most: (value: string) => string;
    bar: (when: string, value: string) => string;
    callsAndErrors: (calls: number, errors: number) => string;
    numbers: string;
    empty: string;
  };
  now: {
    lead: string;
    running: string;
    runningHelp: string;
    perFive: string;
    parts: string;
    part: Record<'redis' | 'database' | 'llm', string>;
    state: Record<'ok' | 'slow' | 'down', string>;
    circuits: string;
    circuitsLead: string;
    noCircuits: string;
    circuitsAway: string;
    target: string;
    circuitState: Record<'closed' | 'open' | 'half-open', string>;
    failures: string;
    forced: Record<'open' | 'closed', string>;
    hold: string;
    letAll: string;
    release: string;
    budget: string;
    budgetNone: string;
    budgetAway: string;
    budgetOf: (spent: string, limit: string) => string;
    budgetEnds: (when: string) => string;
    budgetLasts: string;
    jobs: string;
    cleaned: string;
    summed: string;
    never: string;
    version: string;
  };
  money: {
    lead: string;
    period: string;
    days: Record<1 | 7 | 30 | 90, string>;
    by: string;
    dimension: Record<'model' | 'provider' | 'guild' | 'user' | 'key', string>;
    show: string;
    top: (what: string) => string;
    userNote: string;
  };
  ledger: {
    lead: string;
    filter: string;
    apply: string;
    clear: string;
    csv: string;
    csvNote: string;
    person: string;
    personHelp: string;
    outcome: string;
    outcomes: Record<'all' | 'ok' | 'error' | 'client_gone', string>;
    empty: string;
    older: string;
    total: string;
    flags: Record<'fallback' | 'cached' | 'estimated', string>;
  };
  keys: {
    lead: string;
    create: string;
    name: string;
    owner: string;
    callsPerMin: string;
    tokensPerDay: string;
    usdPerDay: string;
    usdPerMonth: string;
    models: string;
    modelsHelp: string;
    expires: string;
    expiresHelp: string;
    limitHelp: string;
    usdHelp: string;
    createButton: string;
    change: string;
    changeHelp: string;
    changeButton: string;
    rotate: string;
    rotateHelp: string;
    revoke: string;
    revokeHelp: string;
    state: Record<'live' | 'expired' | 'revoked', string>;
    until: (when: string) => string;
    today: string;
    month: string;
    limits: string;
    secret: string;
    secretLead: string;
    operator: string;
    operatorHelp: string;
    empty: string;
    perMinute: (count: string) => string;
    tokensPerMin: (count: string) => string;
    /** `limit`: so many a day or a month. */
    tokensOf: (limit: string) => string;
    perDay: (amount: string) => string;
    perMonth: (amount: string) => string;
  };
  servers: {
    lead: string;
    empty: string;
    guild: string;
    calls: string;
    cost: string;
    set: string;
    documents: string;
    moderated: string;
    detail: (guild: string) => string;
    nothingSet: string;
    channels: string;
    changes: string;
    noChanges: string;
    setting: string;
    by: string;
    textLength: (chars: string) => string;
    directMessages: string;
  };
  moderation: {
    lead: string;
    counts: string;
    noCounts: string;
    day: string;
    side: Record<'question' | 'answer', string>;
    sideHead: string;
    action: Record<'blocked' | 'noted' | 'unchecked', string>;
    actionHead: string;
    blocked: string;
    noBlocked: string;
    blockedAway: string;
    more: string;
    space: string;
    person: string;
    until: string;
    noEnd: string;
    cause: Record<'moderator' | 'cooldown', string>;
    causeHead: string;
    unblock: string;
  };
  documents: {
    lead: string;
    empty: string;
    space: string;
    ready: string;
    reading: string;
    failed: string;
    chunks: string;
    size: string;
    problems: string;
    noProblems: string;
    problem: string;
    source: string;
    at: string;
    stuck: string;
    facts: string;
    factsLead: string;
    kept: string;
    waiting: string;
  };
  settings: {
    lead: string;
    variable: string;
    floor: string;
    value: string;
    default: string;
    save: string;
    saveHelp: string;
    catalogue: string;
    catalogueHelp: string;
    versions: string;
    noVersions: string;
    versionHead: string;
    by: string;
    command: string;
    changed: string;
    undo: string;
    undoHelp: string;
    audit: string;
    noAudit: string;
    action: string;
    target: string;
  };
}
