import { describe, expect, it } from 'vitest';

import { markIcons } from '@/components/icons';
import { designCss } from '@/lib/design/css';
import { tones, verdictMarks } from '@/lib/design/tokens';
import { SUBMISSION_STATES, VERDICTS } from '@/lib/verdicts';

import openapi from '../../openapi.json';

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

describe('the table of verdicts', () => {
  it("is the server's", () => {
    expect([...VERDICTS]).toEqual(openapi.components.schemas.Verdict.enum);
    expect([...SUBMISSION_STATES]).toEqual(openapi.components.schemas.JudgementState.enum);
  });

  it.each(VERDICTS)('has a colour and an icon for %s', (verdict) => {
    expect(markIcons[verdictMarks[verdict].icon]).toBeTypeOf('function');
    expect(designCss()).toContain(`--cd-${verdict.toLowerCase()}-solid:`);
  });

  it('has an icon of its own for each verdict', () => {
    const icons = VERDICTS.map((verdict) => verdictMarks[verdict].icon);
    expect(new Set(icons).size).toBe(VERDICTS.length);
  });

  it('can be read in both schemes', () => {
    for (const scheme of [tones.light, tones.dark]) {
      for (const [tone, { solid, on, tint, text }] of Object.entries(scheme)) {
        expect(contrast(solid, on), `${tone} solid`).toBeGreaterThan(4.5);
        expect(contrast(tint, text), `${tone} tint`).toBeGreaterThan(4.5);
      }
    }
  });
});
