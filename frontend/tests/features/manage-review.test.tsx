import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { CodeLines } from '@/features/manage/kit/code-lines';
import { verdictName } from '@/features/manage/kit/verdict-codes';
import { isIn } from '@/features/manage/plagiarism/api';
import { cellKey, Matrix } from '@/features/manage/rejudging/matrix';
import { choiceInput } from '@/features/manage/submissions/api';
import { VERDICTS } from '@/lib/verdicts';

import { renderWith } from '../support';

const CELLS = [
  { oldVerdict: 'ACCEPTED', newVerdict: 'ACCEPTED', count: 7, changedCount: 0 },
  { oldVerdict: 'ACCEPTED', newVerdict: 'WRONG_ANSWER', count: 2, changedCount: 2 },
] as const;

describe('the matrix of a rejudging', () => {
  it('lets only cells be chosen that change something', async () => {
    const user = userEvent.setup();
    const onToggle = vi.fn();
    renderWith(<Matrix cells={CELLS} chosen={new Set([cellKey(CELLS[1])])} onToggle={onToggle} />);

    const buttons = screen.getAllByRole('button');
    expect(buttons).toHaveLength(1);
    expect(buttons[0]).toHaveAccessibleName('2 from AC to WA');
    expect(buttons[0]).toHaveAttribute('aria-pressed', 'true');
    await user.tab();
    await user.tab();
    await user.keyboard('{Enter}');
    expect(onToggle).toHaveBeenCalledExactlyOnceWith('ACCEPTED WRONG_ANSWER');
    expect(screen.getByRole('row', { name: /^AC 7/ })).toBeVisible();
  });

  it('only tells when nothing can be applied any more', () => {
    renderWith(<Matrix cells={CELLS} chosen={new Set()} onToggle={null} />);

    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('a source with its lines', () => {
  it('marks lines, takes a choice of one, and shows what is said under it', async () => {
    const user = userEvent.setup();
    const onLine = vi.fn();
    renderWith(
      <CodeLines
        source={'a\n\nb\n'}
        label="Source"
        isMarked={(line) => line === 3}
        onLine={onLine}
        below={(line) => (line === 1 ? 'Why?' : null)}
      />,
    );

    const lines = screen.getAllByRole('button');
    expect(lines.map((line) => line.textContent)).toEqual(['1', '2', '3']);
    await user.click(screen.getByRole('button', { name: 'Comment on line 2' }));
    expect(onLine).toHaveBeenCalledExactlyOnceWith(2);
    expect(within(screen.getByRole('group')).getByText('Why?')).toBeVisible();
    expect(lines[2]?.parentElement).toHaveAttribute('data-marked', 'true');
  });
});

describe('what is asked of the server', () => {
  it('leaves out what was not chosen, and speaks its words', () => {
    expect(
      choiceInput({ problem: 'sum', set: 'round', verdict: 'TLE', username: undefined }),
    ).toEqual({ problem: 'sum', problemSet: 'round', verdicts: ['TIME_LIMIT'] });
    expect(new Set(VERDICTS.map(verdictName)).size).toBe(VERDICTS.length);
  });
});

describe('a region that two sources share', () => {
  it('ends before its last column', () => {
    const regions = [{ startLine: 2, endLine: 4, endColumn: 1 }];

    expect([1, 2, 3, 4].filter((line) => isIn(regions, line))).toEqual([2, 3]);
  });
});
