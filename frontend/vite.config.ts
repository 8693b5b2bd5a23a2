import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { designCss, precompressed, singleStyleMod } from './build/plugins.ts';
import { sizeBudget } from './build/size.ts';

/** What a page shows first, besides index.html: its chunk and the texts of the larger language. */
const texts = (...files: string[]) => files.map((file) => `src/lib/i18n/locales/ko/${file}.json`);
const firstPages = {
  home: [
    'src/app/pages/home/home-page.tsx',
    ...texts('assignments', 'contests', 'core', 'home', 'problems', 'submissions'),
  ],
  problems: ['src/app/pages/problems/problems-page.tsx', ...texts('core', 'problems')],
  'sign-in': [
    'src/app/pages/auth-pages.tsx',
    'src/components/mantine-scope/mantine-scope.tsx',
    ...texts('core', 'auth'),
  ],
};

const BASE_PACKAGES =
  /node_modules\/(?:react|react-dom|scheduler|i18next|react-i18next|openapi-fetch|@tanstack\/(?:react-router|router-core|history|store|react-store|react-query|query-core))\//;

const backend = process.env.BACKEND_URL ?? 'http://127.0.0.1:8000';

export default defineConfig(({ command }) => ({
  // Django (or any static host) serves dist/ under this path; index.html answers every page.
  base: command === 'build' ? '/static/app/' : '/',
  plugins: [
    designCss(),
    singleStyleMod(),
    react(),
    precompressed(),
    sizeBudget({ pages: firstPages, budgetBytes: 190_000 }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // An inlined asset would be a data: URL, which the Content-Security-Policy refuses for fonts.
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: true,
    // The students' and TAs' app, and the page behind /graphql.
    rolldownOptions: {
      input: { index: 'index.html', graphiql: 'graphiql.html' },
      // What every page needs, in one file: a dozen small ones compress worse.
      output: { codeSplitting: { groups: [{ name: 'base', test: BASE_PACKAGES }] } },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': backend,
      '/graphql': backend,
      '/admin': backend,
      '/media': backend,
      '/ws': { target: backend, ws: true },
    },
  },
  test: {
    environment: 'jsdom',
    globals: true,
    setupFiles: ['./tests/setup.ts'],
    include: ['tests/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
    testTimeout: 20_000,
  },
}));
