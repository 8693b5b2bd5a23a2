import type { Verdict } from '@/lib/verdicts';

/**
 * Every colour, size and typeface of the product. `css.ts` turns this file into CSS variables
 * named `--cd-…` at build time; components use those and never a colour of their own.
 *
 * Ink and ginkgo: a dark pine ink carries the words and the actions, the yellow of the
 * university's ginkgo leaf marks where you are. Verdicts keep the other hues for themselves.
 */

export const fonts = {
  text: '"Pretendard Variable", Pretendard, "Apple SD Gothic Neo", "Malgun Gothic", system-ui, sans-serif',
  code: '"JetBrains Mono", "D2Coding", ui-monospace, "Cascadia Mono", Consolas, "Pretendard Variable", monospace',
} as const;

export const fontSizes = {
  xs: '0.75rem',
  sm: '0.8125rem',
  md: '0.875rem',
  lg: '1rem',
  xl: '1.25rem',
  display: '1.75rem',
} as const;

export const space = {
  '1': '0.25rem',
  '2': '0.5rem',
  '3': '0.75rem',
  '4': '1rem',
  '5': '1.5rem',
  '6': '2rem',
  '7': '3rem',
} as const;

export const radii = { sm: '3px', md: '5px', lg: '8px' } as const;

export const sizes = { header: '3rem', page: '72rem' } as const;

/** Names are roles, the same in both schemes. */
interface Scheme {
  ground: string;
  panel: string;
  raised: string;
  line: string;
  'line-strong': string;
  text: string;
  'text-dim': string;
  accent: string;
  'accent-hover': string;
  'on-accent': string;
  link: string;
  mark: string;
  focus: string;
  selection: string;
  bar: string;
  'bar-text': string;
  'bar-dim': string;
  'bar-line': string;
  'code-keyword': string;
  'code-string': string;
  'code-number': string;
  'code-comment': string;
  'code-name': string;
  'code-type': string;
}

export const schemes: Record<'light' | 'dark', Scheme> = {
  light: {
    ground: '#f5f5f0',
    panel: '#fefefc',
    raised: '#eeeee7',
    line: '#dfdfd6',
    'line-strong': '#8b9089',
    text: '#17201c',
    'text-dim': '#57605a',
    accent: '#17453b',
    'accent-hover': '#0f332b',
    'on-accent': '#ffffff',
    link: '#17614f',
    mark: '#f4c430',
    focus: '#17614f',
    selection: '#f9e6a8',
    bar: '#10241e',
    'bar-text': '#f1f4ee',
    'bar-dim': '#b3c2b8',
    'bar-line': '#2b4239',
    'code-keyword': '#8a2f6f',
    'code-string': '#2d6a1f',
    'code-number': '#9a4b00',
    'code-comment': '#5c645e',
    'code-name': '#1d4f91',
    'code-type': '#176c74',
  },
  dark: {
    ground: '#111513',
    panel: '#181d1a',
    raised: '#212824',
    line: '#2d3530',
    'line-strong': '#76807a',
    text: '#e3e8e3',
    'text-dim': '#9faaa2',
    accent: '#f4c430',
    'accent-hover': '#ffd75e',
    'on-accent': '#17201c',
    link: '#8fd3bd',
    mark: '#f4c430',
    focus: '#f4c430',
    selection: '#4a4220',
    bar: '#0b1613',
    'bar-text': '#eef2ec',
    'bar-dim': '#a3b3a9',
    'bar-line': '#22332c',
    'code-keyword': '#e29bcb',
    'code-string': '#a5d18f',
    'code-number': '#f0b072',
    'code-comment': '#8b968f',
    'code-name': '#93bbf2',
    'code-type': '#7fd0d3',
  },
};

export type Tone = 'green' | 'red' | 'orange' | 'violet' | 'magenta' | 'indigo' | 'slate' | 'grey';

/** `solid` fills a cell, `on` is drawn on it; `tint` lies behind words written in `text`. */
interface Shade {
  solid: string;
  on: string;
  tint: string;
  text: string;
}

export const tones: Record<'light' | 'dark', Record<Tone, Shade>> = {
  light: {
    green: { solid: '#1a7f4b', on: '#ffffff', tint: '#e1f2e8', text: '#146039' },
    red: { solid: '#c2362f', on: '#ffffff', tint: '#fbe6e3', text: '#9f2923' },
    orange: { solid: '#ad5a05', on: '#ffffff', tint: '#fbebd8', text: '#874603' },
    violet: { solid: '#7a4fc0', on: '#ffffff', tint: '#eee7f9', text: '#613ba3' },
    magenta: { solid: '#b03a86', on: '#ffffff', tint: '#f9e5f1', text: '#8e276a' },
    indigo: { solid: '#4059b8', on: '#ffffff', tint: '#e5e9f9', text: '#324799' },
    slate: { solid: '#51647a', on: '#ffffff', tint: '#e7ecf1', text: '#3f5064' },
    grey: { solid: '#666b68', on: '#ffffff', tint: '#ebebe7', text: '#525753' },
  },
  dark: {
    green: { solid: '#4cc38a', on: '#0d1310', tint: '#143226', text: '#6fd6a4' },
    red: { solid: '#f0807a', on: '#0d1310', tint: '#3d1d1b', text: '#f79a95' },
    orange: { solid: '#eba04d', on: '#0d1310', tint: '#38270f', text: '#f2b673' },
    violet: { solid: '#b296ee', on: '#0d1310', tint: '#2b2340', text: '#c4aef4' },
    magenta: { solid: '#e689c2', on: '#0d1310', tint: '#3a1c30', text: '#eea5d2' },
    indigo: { solid: '#8fa3f2', on: '#0d1310', tint: '#1f2747', text: '#a9b8f6' },
    slate: { solid: '#9db0c4', on: '#0d1310', tint: '#222c36', text: '#b5c4d4' },
    grey: { solid: '#a3a9a5', on: '#0d1310', tint: '#282d2a', text: '#b7bdb9' },
  },
};

export type MarkIcon =
  | 'check'
  | 'cross'
  | 'clock'
  | 'hourglass'
  | 'chip'
  | 'overflow'
  | 'bolt'
  | 'braces'
  | 'braces-clock'
  | 'alert';

/** No verdict is told by its colour alone: each has an icon of its own beside it. */
export const verdictMarks: Record<Verdict, { tone: Tone; icon: MarkIcon }> = {
  AC: { tone: 'green', icon: 'check' },
  WA: { tone: 'red', icon: 'cross' },
  TLE: { tone: 'orange', icon: 'clock' },
  WTL: { tone: 'orange', icon: 'hourglass' },
  MLE: { tone: 'violet', icon: 'chip' },
  OLE: { tone: 'magenta', icon: 'overflow' },
  RTE: { tone: 'indigo', icon: 'bolt' },
  CE: { tone: 'slate', icon: 'braces' },
  CTL: { tone: 'slate', icon: 'braces-clock' },
  JE: { tone: 'grey', icon: 'alert' },
};
