import 'virtual:design.css';
import '@/app/global.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from '@/app/app';
import { createAppQueryClient } from '@/app/session';
import { meQuery } from '@/features/accounts/api/get-me';
import { startColorScheme } from '@/lib/color-scheme';
import { startI18n } from '@/lib/i18n';
import { watchForMissingParts } from '@/lib/new-version';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

watchForMissingParts();
startColorScheme();
// Text shows at once in the system's face; the rules for 92 pieces of a font must not hold it up.
void import('@/lib/design/fonts');
const queryClient = createAppQueryClient();
// On its way while the texts and the page's own part are.
queryClient.query(meQuery).catch(() => undefined);
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App queryClient={queryClient} />
  </StrictMode>,
);
