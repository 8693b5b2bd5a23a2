import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { JudgingView } from '@/features/submissions/components/judging-panel';
import { RunStrip } from '@/features/submissions/components/run-strip';

import { aRun, aSubmission, renderWith } from '../support';

describe('the strip of test cases', () => {
  it('has a cell for each, filled where there is a result', () => {
    renderWith(<RunStrip runs={[aRun(1), aRun(2, 'TLE')]} testCaseCount={4} isRunning />);

    const cells = screen.getAllByTestId('run-cell');
    expect(cells.map((cell) => cell.dataset.verdict)).toEqual(['AC', 'TLE', '', '']);
    expect(cells.map((cell) => cell.dataset.state)).toEqual(['done', 'done', 'running', 'waiting']);
    expect(cells[0]).toHaveAccessibleName('sample/1: Accepted, 12 ms, 3 MiB');
    expect(cells[1]).toHaveAccessibleName('Test 2: Time limit exceeded, 12 ms, 3 MiB');
    expect(cells[3]).toHaveAccessibleName('Test 4: not judged yet');
    expect(cells.every((cell) => cell.querySelector('svg') !== null)).toBe(true);
  });

  it('is one stop of the Tab key, with arrows inside', async () => {
    const user = userEvent.setup();
    renderWith(<RunStrip runs={[aRun(1), aRun(2)]} testCaseCount={2} isRunning={false} />);
    const [first, second] = screen.getAllByTestId('run-cell');

    await user.tab();
    expect(first).toHaveFocus();
    expect(screen.getByRole('tooltip')).toHaveTextContent('sample/1');
    await user.keyboard('{ArrowRight}');
    expect(second).toHaveFocus();
    await user.tab();
    expect(document.body).toHaveFocus();
  });
});

describe('the result of a submission', () => {
  it('says how far judging has come', () => {
    renderWith(<JudgingView submission={aSubmission({ runs: [aRun(1)] })} />);
    expect(screen.getByTestId('judging-state')).toHaveTextContent('Running 1 of 4');
    expect(screen.queryByTestId('verdict')).not.toBeInTheDocument();
  });

  it('leads from the compiler to the line, and shows no cells that would wait forever', async () => {
    const places: [number, number | null][] = [];
    const submission = aSubmission({
      state: 'done',
      stage: null,
      verdict: 'CE',
      compile_message: 'main.cpp:3:13: error: no\n',
    });
    renderWith(
      <JudgingView
        submission={submission}
        onGoTo={(line, column) => places.push([line, column])}
      />,
    );
    await userEvent.click(screen.getByRole('button', { name: /main\.cpp:3:13/ }));

    expect(places).toEqual([[3, 13]]);
    expect(screen.getByTestId('verdict').dataset.verdict).toBe('CE');
    expect(screen.queryByTestId('run-cell')).not.toBeInTheDocument();
  });
});
