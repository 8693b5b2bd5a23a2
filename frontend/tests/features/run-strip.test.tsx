import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { JudgingView } from '@/features/submissions/components/judging-panel';
import { RunStrip } from '@/features/submissions/components/run-strip';
import { RunTable } from '@/features/submissions/components/run-table';

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

describe('a submission with points', () => {
  const scored = aSubmission({
    state: 'done',
    stage: null,
    verdict: 'AC',
    score: 40,
    max_score: 100,
    runs: [aRun(1), { ...aRun(2), score: 13.333333, team_message: '3 of 9' }],
    groups: [
      { ordinal: 1, is_sample: true, verdict: 'AC', score: 0, max_score: 0 },
      { ordinal: 2, is_sample: false, verdict: 'AC', score: 40, max_score: 40 },
      { ordinal: 3, is_sample: false, verdict: null, score: 0, max_score: 60 },
    ],
  });

  it('is not called accepted while points are missing', () => {
    renderWith(<JudgingView submission={scored} />);

    const banner = screen.getByTestId('verdict');
    expect(banner).toHaveTextContent('Partly solved');
    expect(banner).toHaveTextContent('40 / 100 points');
    expect(banner).not.toHaveTextContent('Every test case passed');
  });

  it('shows what each subtask brought, and what was not run', () => {
    renderWith(<JudgingView submission={scored} />);

    expect(screen.getAllByTestId('group-row').map((row) => row.textContent)).toEqual([
      'SamplesAccepted0 / 0 points',
      'Subtask 1Accepted40 / 40 points',
      'Subtask 2Not run0 / 60 points',
    ]);
    expect(screen.getAllByTestId('run-cell')[3]).toHaveAccessibleName(
      'Test 4: not run, since it would change nothing',
    );
  });

  it('has the points and the message of single test cases', () => {
    renderWith(<RunTable runs={scored.runs} />);

    expect(screen.getByText('13.33')).toBeInTheDocument();
    expect(screen.getByTestId('team-message')).toHaveTextContent('3 of 9');
  });

  it('says nothing of points where there are none', () => {
    renderWith(
      <>
        <JudgingView submission={aSubmission({ state: 'done', stage: null, verdict: 'AC' })} />
        <RunTable runs={[aRun(1)]} />
      </>,
    );

    expect(screen.queryByTestId('points')).not.toBeInTheDocument();
    expect(screen.queryByText('Points')).not.toBeInTheDocument();
    expect(screen.getByTestId('verdict')).toHaveTextContent('Every test case passed');
  });
});
