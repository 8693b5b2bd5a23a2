import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import type { Book } from '@/features/manage/grades/api';
import { GradeGrid } from '@/features/manage/grades/grade-grid';
import { ImportForm, type ImportReport } from '@/features/manage/kit/import-form';
import { plainName } from '@/features/manage/problems/upload';

import { renderWith } from '../support';

/** Finding buttons by their names takes seconds on a busy machine. */
const SLOW_MS = 30_000;

function aBook(): Book {
  const columns = ['one', 'two'].map((slug) => ({
    slug,
    title: `Homework ${slug}`,
    isReleased: false,
    maxTotal: 100,
    problems: [],
  }));
  const cell = (slug: string, final: number) => ({
    slug,
    auto: final,
    latePenalty: 0,
    adjustment: 0,
    final,
    totalAdjustment: null,
    problems: [],
  });
  const row = (username: string, points: number) => ({
    username,
    name: username,
    studentNumber: '',
    section: '',
    total: points,
    cells: [cell('one', points), cell('two', 0)],
  });
  return { studentCount: 2, sections: [], columns, rows: [row('minsu', 80), row('jiwoo', 40)] };
}

describe('the grade grid', () => {
  it(
    'takes Tab once, moves by arrows within its edges, and opens by Enter',
    async () => {
      const user = userEvent.setup();
      const onOpen = vi.fn();
      renderWith(<GradeGrid book={aBook()} onOpen={onOpen} />);

      await user.tab();
      expect(screen.getByRole('button', { name: 'minsu, Homework one: 80' })).toHaveFocus();
      await user.keyboard('{ArrowUp}{ArrowDown}{ArrowRight}{ArrowRight}');
      expect(screen.getByRole('button', { name: 'jiwoo, Homework two: 0' })).toHaveFocus();
      await user.keyboard('{Enter}');

      const [opened] = onOpen.mock.calls[0] as [{ row: { username: string } }];
      expect(opened.row.username).toBe('jiwoo');
      await user.tab();
      expect(document.body).toHaveFocus();
    },
    SLOW_MS,
  );
});

describe('a table that is imported', () => {
  const bad: ImportReport = {
    isApplied: false,
    rowCount: 2,
    faults: [{ line: 3, column: 'username', message: 'There is no such account.' }],
    effects: [],
  };
  const good: ImportReport = {
    isApplied: false,
    rowCount: 2,
    faults: [],
    effects: [{ line: 2, message: 'minsu joins.' }],
  };

  it(
    'lists its bad lines, and can be taken over only without any',
    async () => {
      const user = userEvent.setup();
      const act = vi.fn(() => Promise.resolve(bad));
      renderWith(<ImportForm hint="Names." act={act} />);

      await user.upload(screen.getByLabelText('CSV or XLSX'), new File(['a'], 'people.csv'));
      await user.click(screen.getByRole('button', { name: 'Try it, change nothing' }));

      const lines = await screen.findByRole('table', { name: 'Lines that are wrong' });
      expect(within(lines).getByText('There is no such account.')).toBeVisible();
      expect(screen.queryByRole('button', { name: /Take over/ })).not.toBeInTheDocument();

      act.mockResolvedValueOnce(good);
      await user.click(screen.getByRole('button', { name: 'Try it, change nothing' }));
      act.mockResolvedValueOnce({ ...good, isApplied: true });
      await user.click(await screen.findByRole('button', { name: 'Take over 2 lines' }));

      await waitFor(() => expect(act).toHaveBeenLastCalledWith('YQ==', false));
      expect(await screen.findByText('2 lines are taken over.')).toBeVisible();
    },
    SLOW_MS,
  );
});

it.each([
  ['two sum.zip', 'two_sum.zip'],
  ['문제.zip', '__.zip'],
])('names the upload of %s as the server takes it', (name, plain) => {
  expect(plainName(name)).toBe(plain);
});
