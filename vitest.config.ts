import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,workers,dev,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
  },
});
