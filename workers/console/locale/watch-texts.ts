/** Texts of what is watched: budgets, alerts, traces. */
export interface WatchTexts {
  budgets: {
    lead: string;
    servers: string;
    people: string;
    none: string;
    spent: string;
    used: string;
    ends: string;
    lasts: string;
    unbound: string;
    usedUp: string;
    byLedger: string;
    note: string;
  };
  alerts: {
    lead: string;
    noWebhook: string;
    webhook: string;
    test: string;
    sent: string;
    none: string;
    kind: Record<'budget' | 'circuit' | 'provider' | 'cleaning' | 'test', string>;
    kindHead: string;
    subject: string;
    delivered: string;
    ended: string;
    lasts: string;
    yes: string;
    no: string;
    what: string;
    rules: Record<'budget' | 'circuit' | 'provider' | 'cleaning', string>;
  };
  traces: {
    lead: string;
    id: string;
    idHelp: string;
    find: string;
    empty: string;
    none: string;
    live: string;
    watch: string;
    pause: string;
    watching: string;
    watched: string;
    stages: string;
    stage: string;
    began: string;
    took: string;
    takes: string;
    untilText: (ms: string) => string;
    level: string;
    levels: Record<'all' | 'warn' | 'error', string>;
    worker: string;
    event: string;
    fields: string;
    after: string;
    trace: string;
  };
}
