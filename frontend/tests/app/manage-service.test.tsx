import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import { workOf } from '@/features/manage/work/api';

import { graphql, page, TA } from '../manage-support';
import { renderApp } from '../support';

const SLOW_MS = 60_000;
const FAULT = {
  id: 'f1',
  number: 1,
  blamed: 'PROBLEM_VERSION',
  problemSlug: 'sum',
  language: '',
  judgehost: '',
  reason: 'validator',
  message: 'Segmentation fault',
  count: 3,
  firstSeenAt: '2026-01-01T00:00:00Z',
  lastSeenAt: '2026-01-01T01:00:00Z',
  switchedOffAt: '2026-01-01T01:00:00Z',
  resolvedAt: null,
  note: '',
  testPackage: { version: 2 },
  resolvedBy: null,
};

it(
  'tells what was switched off and why, and resolves it with a note',
  async () => {
    const user = userEvent.setup();
    let isOpen = true;
    const { asked, answer } = graphql({
      JudgingFaults: () => ({ data: { judgingFaults: page(isOpen ? [FAULT] : []) } }),
      ResolveJudgingFault: () => {
        isOpen = false;
        return { data: { resolveJudgingFault: { id: 'f1' } } };
      },
    });
    renderApp('/manage/faults', {
      'GET /api/v1/session': { body: { me: TA } },
      'POST /graphql': answer,
    });

    expect(await screen.findByText('switched off', undefined, { timeout: SLOW_MS })).toBeVisible();
    expect(screen.getByText('Segmentation fault')).toBeVisible();
    await user.type(screen.getByLabelText(/What was mended/), 'A new validator.');
    await user.click(screen.getByRole('button', { name: 'Resolve and judge again' }));

    expect(await screen.findByText('No faults')).toBeVisible();
    expect(asked.find(({ name }) => name === 'ResolveJudgingFault')?.variables).toEqual({
      faultId: 'f1',
      note: 'A new validator.',
    });
  },
  SLOW_MS,
);

it(
  'finds work that goes on again, with a download where there is one',
  async () => {
    const { answer } = graphql({ BackgroundWork: { data: WORK } });
    renderApp('/manage/work', {
      'GET /api/v1/session': { body: { me: TA } },
      'POST /graphql': answer,
    });

    const link = await screen.findByRole('link', { name: 'Download' }, { timeout: SLOW_MS });
    expect(link).toHaveAttribute('href', '/api/v1/source-archives/7');
    expect(screen.getByRole('progressbar', { name: 'Verification #2' })).toHaveAttribute(
      'max',
      '9',
    );
    await vi.waitFor(() => expect(document.title).toContain('Work under way'));
  },
  SLOW_MS,
);

const WORK = {
  packageImports: page([]),
  packageVerifications: page([
    {
      id: 'v',
      number: 2,
      state: 'running',
      createdAt: '2026-01-02T00:00:00Z',
      finishedAt: null,
      doneCount: 4,
      totalCount: 9,
      disagreeCount: 0,
      testPackage: { version: 3, problemSlug: 'sum' },
    },
  ]),
  rejudgings: page([
    {
      id: 'r',
      number: 5,
      state: 'READY' as const,
      reason: '',
      createdAt: '2026-01-03T00:00:00Z',
      submissionCount: 8,
      finishedCount: 8,
    },
  ]),
  plagiarismChecks: page([]),
  sourceArchives: page([
    {
      id: 'a',
      number: 7,
      state: 'done',
      message: '',
      createdAt: '2026-01-01T00:00:00Z',
      expiresAt: null,
      doneSteps: 3,
      totalSteps: 3,
      submissionCount: 3,
    },
  ]),
};

it('lists work of all kinds, the latest first', () => {
  const found = workOf(WORK as unknown as Parameters<typeof workOf>[0]);

  expect(found.map(({ kind, stage }) => `${kind} ${stage}`)).toEqual([
    'rejudging ready',
    'verification running',
    'archive done',
  ]);
});
