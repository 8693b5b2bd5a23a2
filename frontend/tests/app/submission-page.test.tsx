import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import type { CodeMirrorProps } from '@/features/editor/codemirror';

import { aSubmission, renderApp } from '../support';

// CodeMirror needs a layout, which jsdom has not.
vi.mock('@/features/editor/codemirror', () => ({
  default: ({ text, label, notes = [] }: CodeMirrorProps) => (
    <pre aria-label={label} data-notes={notes.map(({ line }) => line).join()}>
      {text}
    </pre>
  ),
}));

const done = (id: number, source: string) =>
  aSubmission({ id, source, state: 'done', verdict: 'WA', stage: null });

it('shows what staff said on a line, and what has changed since another submission', async () => {
  const user = userEvent.setup();
  renderApp('/submissions/7', {
    'GET /api/v1/languages': { body: { items: [] } },
    'GET /api/v1/submissions/7': { body: done(7, 'a\nb\nc\n') },
    'GET /api/v1/submissions/5': { body: done(5, 'a\nB\nc\n') },
    'GET /api/v1/submissions': {
      body: { items: [done(7, ''), done(5, '')], next_cursor: null },
    },
    'GET /api/v1/submissions/7/comments': {
      body: {
        items: [
          {
            id: 1,
            line: 2,
            html: '<p>Mind <b>zero</b><script>x</script>.</p>',
            author: 'Hana',
            released_at: '2026-01-01T00:00:00Z',
            edited_at: null,
          },
        ],
      },
    },
  });

  const comments = await screen.findByRole(
    'region',
    { name: 'Comments of the staff' },
    { timeout: 10_000 },
  );
  expect(within(comments).getByRole('button', { name: 'Line 2' })).toBeVisible();
  expect(comments).toHaveTextContent('HanaMind zero.');
  expect(await screen.findByLabelText('Code', { selector: 'pre' })).toHaveAttribute(
    'data-notes',
    '2',
  );

  await user.selectOptions(await screen.findByLabelText('Compare with…'), '5');
  const changes = await screen.findByTestId('changes', {}, { timeout: 10_000 });
  expect(within(changes).getByText('B')).toBeVisible();
  expect(window.location.search).toBe('?compare=5');
});
