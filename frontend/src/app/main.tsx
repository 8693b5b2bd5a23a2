import 'virtual:design.css';
import '@/app/global.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from '@/app/app';
import { startColorScheme } from '@/lib/color-scheme';
import { startI18n } from '@/lib/i18n';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// After a deployment an open page asks for chunks that are gone: it needs the new page.
window.addEventListener('vite:preloadError', () => window.location.reload());

startColorScheme();
// Text shows at once in the system's face; the rules for 92 pieces of a font must not hold it up.
void import('@/lib/design/fonts');
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
