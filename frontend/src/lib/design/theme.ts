import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

import { fonts, fontSizes, radii, schemes, space } from '@/lib/design/tokens';

/** The accent is one colour per scheme (css.ts says which), so every step is the same variable. */
const brand = Array.from({ length: 10 }, () => 'var(--cd-accent)') as unknown as MantineColorsTuple;

/** What Mantine takes for text (first), surfaces and the ground (last) in the dark. */
const { text, ground, panel, raised, line } = schemes.dark;
const dark: MantineColorsTuple = [
  text,
  text,
  schemes.dark['text-dim'],
  schemes.dark['line-strong'],
  line,
  line,
  raised,
  panel,
  ground,
  ground,
];

const variantColorResolver: VariantColorsResolver = (input) => {
  const isBrand = (input.color ?? input.theme.primaryColor) === 'brand';
  if (isBrand && input.variant === 'filled') {
    return {
      background: 'var(--cd-accent)',
      hover: 'var(--cd-accent-hover)',
      color: 'var(--cd-on-accent)',
      border: '1px solid transparent',
    };
  }
  if (isBrand && (input.variant === 'subtle' || input.variant === 'light')) {
    return {
      background: input.variant === 'light' ? 'var(--cd-raised)' : 'transparent',
      hover: 'var(--cd-raised)',
      color: 'var(--cd-text)',
      border: '1px solid transparent',
    };
  }
  return defaultVariantColorsResolver(input);
};

export const theme = createTheme({
  primaryColor: 'brand',
  colors: { brand, dark },
  variantColorResolver,
  fontFamily: fonts.text,
  fontFamilyMonospace: fonts.code,
  headings: { fontFamily: fonts.text, fontWeight: '650' },
  fontSizes: {
    xs: fontSizes.xs,
    sm: fontSizes.sm,
    md: fontSizes.md,
    lg: fontSizes.lg,
    xl: fontSizes.xl,
  },
  spacing: { xs: space['2'], sm: space['3'], md: space['4'], lg: space['5'], xl: space['6'] },
  radius: { xs: radii.sm, sm: radii.sm, md: radii.md, lg: radii.lg, xl: radii.lg },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});
