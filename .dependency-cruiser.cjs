// The import law: arrows point down only. index.ts → composition → shells → pure feature files → shared/.
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'No cycles, type-only imports included.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'workers-meet-in-shared',
      comment: 'A Worker never imports another Worker: they meet in shared/contract.',
      severity: 'error',
      from: { path: '^workers/([^/]+)/' },
      to: { path: '^workers/', pathNot: '^workers/$1/' },
    },
    {
      name: 'shared-is-a-leaf',
      comment: 'shared/ knows nobody.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(workers|dev|tests|bench)/' },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared/ has no I/O: only these libraries, no Node and no Cloudflare modules.',
      severity: 'error',
      from: { path: '^shared/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'core', 'unknown'],
        pathNot: '(eventsource-parser|http-message-sig)',
      },
    },
    {
      name: 'shipped-code-ships-alone',
      comment: 'Nothing that ships imports dev/, tests/ or bench/.',
      severity: 'error',
      from: { path: '^(workers|shared)/' },
      to: { path: '^(dev|tests|bench)/' },
    },
    {
      name: 'workers-have-no-node',
      comment: 'Workers run without Node compatibility.',
      severity: 'error',
      from: { path: '^workers/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nobody-imports-an-entry',
      comment: 'index.ts is the top of its Worker.',
      severity: 'error',
      from: {},
      to: { path: '^workers/[^/]+/index\\.ts$' },
    },
    {
      name: 'bot-discord-is-the-ground',
      comment: "Discord's formats know nothing else of the bot.",
      severity: 'error',
      from: { path: '^workers/bot/(discord|locale|bff|intent)/' },
      to: { path: '^workers/bot/', pathNot: '^workers/bot/$1/' },
    },
    {
      name: 'bot-message-is-below-delivery',
      comment: 'What a message can hold does not depend on how it is posted.',
      severity: 'error',
      from: { path: '^workers/bot/message/' },
      to: { path: '^workers/bot/', pathNot: '^workers/bot/(message|bff|locale|discord)/' },
    },
    {
      name: 'bot-delivery-is-below-commands',
      comment: 'A delivery does not know what began it.',
      severity: 'error',
      from: { path: '^workers/bot/delivery/' },
      to: { path: '^workers/bot/(commands/|buttons/|(app|handle|compose|services|env)\\.ts$)' },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      // What k6 and the benchmarks' peers import comes from elsewhere.
      from: { pathNot: '^(k6|bench/peers)/' },
      to: { couldNotResolve: true, pathNot: '^cloudflare:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Unit tests lie beside their source and may reach for the stand-ins; the law is about what they test.
    exclude: { path: '\\.test\\.ts$' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['workerd', 'import', 'types', 'default'],
    },
  },
};
