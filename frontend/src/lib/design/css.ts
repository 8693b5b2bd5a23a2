import { convertCssVariables, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import { DEFAULT_THEME } from '@mantine/core';

import { theme } from '@/lib/design/theme';
import {
  fonts,
  fontSizes,
  radii,
  schemes,
  sizes,
  space,
  tones,
  verdictMarks,
} from '@/lib/design/tokens';

type Variables = Record<string, string>;

function named(prefix: string, values: Readonly<Record<string, string>>): Variables {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`--cd-${prefix}${key}`, value]),
  );
}

function schemeVariables(scheme: 'light' | 'dark'): Variables {
  const variables = named('', { ...schemes[scheme] });
  for (const [tone, shade] of Object.entries(tones[scheme])) {
    Object.assign(variables, named(`${tone}-`, { ...shade }));
  }
  for (const [verdict, { tone }] of Object.entries(verdictMarks)) {
    Object.assign(variables, named(`${verdict.toLowerCase()}-`, { ...tones[scheme][tone] }));
  }
  return variables;
}

/** Mantine's palettes, which none of our colours are made of: three quarters of its variables. */
const PALETTE =
  /^--mantine-color-(?:red|pink|grape|violet|indigo|blue|cyan|teal|green|lime|yellow|orange)-/;

function withoutPalettes(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !PALETTE.test(name)));
}

/** What Mantine's components read, pointed at our roles. */
const mantineRoles: Variables = {
  '--mantine-color-body': 'var(--cd-panel)',
  '--mantine-color-text': 'var(--cd-text)',
  '--mantine-color-bright': 'var(--cd-text)',
  '--mantine-color-dimmed': 'var(--cd-text-dim)',
  '--mantine-color-placeholder': 'var(--cd-text-dim)',
  '--mantine-color-anchor': 'var(--cd-link)',
  '--mantine-color-default': 'var(--cd-panel)',
  '--mantine-color-default-hover': 'var(--cd-raised)',
  '--mantine-color-default-color': 'var(--cd-text)',
  '--mantine-color-default-border': 'var(--cd-line-strong)',
  '--mantine-color-disabled': 'var(--cd-raised)',
  '--mantine-color-disabled-color': 'var(--cd-text-dim)',
  '--mantine-color-disabled-border': 'var(--cd-line)',
  '--mantine-color-error': 'var(--cd-red-text)',
  '--mantine-primary-color-filled': 'var(--cd-accent)',
  '--mantine-primary-color-filled-hover': 'var(--cd-accent-hover)',
  '--mantine-primary-color-contrast': 'var(--cd-on-accent)',
  '--mantine-color-brand-filled': 'var(--cd-accent)',
  '--mantine-color-brand-filled-hover': 'var(--cd-accent-hover)',
  '--mantine-color-brand-contrast': 'var(--cd-on-accent)',
  '--mantine-color-brand-text': 'var(--cd-link)',
  '--mantine-color-brand-outline': 'var(--cd-link)',
  '--mantine-color-brand-light': 'var(--cd-raised)',
  '--mantine-color-brand-light-hover': 'var(--cd-line)',
  '--mantine-color-brand-light-color': 'var(--cd-text)',
};

/**
 * The whole of the variables as one style sheet.
 *
 * Mantine would write them into a `<style>` element at run time, which a strict
 * Content-Security-Policy forbids; so the build writes them, from the same theme.
 */
export function designCss(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const resolved = defaultCssVariablesResolver(merged);
  return convertCssVariables(
    {
      variables: {
        ...withoutPalettes(resolved.variables),
        ...named('font-', fonts),
        ...named('size-', fontSizes),
        ...named('space-', space),
        ...named('radius-', radii),
        ...named('', sizes),
      },
      light: { ...withoutPalettes(resolved.light), ...schemeVariables('light'), ...mantineRoles },
      dark: { ...withoutPalettes(resolved.dark), ...schemeVariables('dark'), ...mantineRoles },
    },
    ':root',
  );
}
