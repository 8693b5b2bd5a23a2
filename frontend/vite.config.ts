import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { designCss, precompressed, singleStyleMod } from './build/plugins.ts';

const backend = process.env.BACKEND_URL ?? 'http://127.0.0.1:8000';

export default defineConfig(({ command }) => ({
  // Django (or any static host) serves dist/ under this path; index.html answers every page.
  base: command === 'build' ? '/static/app/' : '/',
  plugins: [designCss(), singleStyleMod(), react(), precompressed()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // An inlined asset would be a data: URL, which the Content-Security-Policy refuses for fonts.
    assetsInlineLimit: 0,
    sourcemap: false,
    // The students' and TAs' app, and the page behind /graphql.
    rolldownOptions: { input: { index: 'index.html', graphiql: 'graphiql.html' } },
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
  },
}));
