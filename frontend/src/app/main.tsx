import 'virtual:design.css';
import '@/app/global.css';
import '@/lib/design/fonts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from '@/app/app';
import { startI18n } from '@/lib/i18n';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// After a deployment an open page asks for chunks that are gone: it needs the new page.
window.addEventListener('vite:preloadError', () => window.location.reload());

await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
