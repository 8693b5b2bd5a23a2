import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { JudgingState } from '@/features/submissions/components/judging-state';

import { aSubmission, fakeServer, renderWith } from '../support';

describe('where a submission stands that waits', () => {
  it.each([
    [{ ahead: 3, is_held: false }, 'In line: about 3 before you'],
    [{ ahead: null, is_held: true }, /judging of this is paused after errors of ours/],
  ])('%o', async (place, text) => {
    fakeServer({ 'GET /api/v1/submissions/7/queue': { body: place } });
    renderWith(<JudgingState submission={aSubmission({ state: 'queued', stage: null })} />);

    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});
