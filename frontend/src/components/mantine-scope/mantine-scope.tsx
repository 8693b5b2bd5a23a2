import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';

import { useShownColorScheme } from '@/lib/color-scheme';
import { theme } from '@/lib/design/theme';

/** Where Mantine's components can stand. It comes with the first page that has some. */
export function MantineScope({ children }: { children: ReactNode }) {
  return (
    // The variables come from the style sheet of the build: see lib/design/css.ts.
    <MantineProvider
      theme={theme}
      forceColorScheme={useShownColorScheme()}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  );
}
