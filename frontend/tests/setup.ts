import '@testing-library/jest-dom/vitest';

import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';

import { loadMessages, startI18n } from '@/lib/i18n';
import type { MessageFile } from '@/lib/i18n/messages';

// Parts that load on demand take their time on a machine that does other things as well.
configure({ asyncUtilTimeout: 10_000 });

// What jsdom lacks and Mantine asks for.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  },
);
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;

await startI18n('en');
// Which texts a page loads is the walk's over all pages to test, in a real browser.
const texts = import.meta.glob('../src/lib/i18n/locales/en/*.json');
await loadMessages(
  Object.keys(texts).map((path) => path.slice(path.lastIndexOf('/') + 1, -5) as MessageFile),
);

beforeEach(() => {
  window.localStorage.clear();
});
afterEach(cleanup);
