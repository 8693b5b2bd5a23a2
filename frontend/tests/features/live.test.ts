import { describe, expect, it } from 'vitest';

import { readCompileMessage } from '@/features/submissions/compile-message';
import { withEvent, withItem, type SubmissionEvent } from '@/features/submissions/live';
import { splitMath } from '@/components/rich-text/math';

import { aRun, aSubmission } from '../support';

function anEvent(part: Partial<SubmissionEvent> = {}): SubmissionEvent {
  const { state, verdict, stage, judgement_ordinal, test_case_count } = aSubmission();
  return {
    state,
    verdict,
    stage,
    judgement_ordinal,
    test_case_count,
    cpu_time_ms: null,
    memory_kib: null,
    compile_message: '',
    runs: [],
    groups: [],
    score: null,
    ...part,
  };
}

describe('a submission with an event', () => {
  const known = aSubmission({ sequence: 3, runs: [aRun(1)] });

  it('takes the new runs and replaces those that changed', () => {
    const next = withEvent(known, anEvent({ runs: [aRun(3), aRun(1, 'WA')] }), 4);
    expect(next?.sequence).toBe(4);
    expect(next?.runs.map((run) => [run.ordinal, run.verdict])).toEqual([
      [1, 'WA'],
      [3, 'AC'],
    ]);
    expect(next?.source).toBe(known.source);
  });

  it('stays as it is when the event is not newer', () => {
    expect(withEvent(known, anEvent({ state: 'queued' }), 3)).toBe(known);
  });

  it('must be fetched after a gap, and when another judgement has begun', () => {
    expect(withEvent(known, anEvent(), 5)).toBeNull();
    expect(withEvent(known, anEvent({ judgement_ordinal: 2 }), 4)).toBeNull();
  });
});

describe('a list with an item', () => {
  const list = [aSubmission({ id: 2, sequence: 5 }), aSubmission({ id: 1 })];

  it('holds the newer one', () => {
    expect(withItem(list, aSubmission({ id: 2, sequence: 6, state: 'done' }))?.[0]?.state).toBe(
      'done',
    );
    expect(withItem(list, aSubmission({ id: 2, sequence: 4, state: 'done' }))).toBe(list);
  });

  it('says when the item is not in it', () => {
    expect(withItem(list, aSubmission({ id: 3 }))).toBeNull();
  });
});

describe("a compiler's message", () => {
  it.each([
    ["main.cpp:3:13: error: expected ';'", 3, 13, 'main.cpp'],
    ['In file included from main.cpp:1:', 1, null, 'main.cpp'],
    ['lib/deck.h:2:5: error: expected', 2, 5, 'lib/deck.h'],
    ['Main.java:12: error: cannot find symbol', 12, null, 'Main.java'],
    ['  File "main.py", line 4', 4, null, 'main.py'],
    ['  --> main.rs:2:9', 2, 9, 'main.rs'],
    ['/box/main.js:7', 7, null, '/box/main.js'],
    ["main.cpp: In function 'int main()':", null, null, null],
    ['    3 |     int a = "x";', null, null, null],
  ])('%s', (text, line, column, file) => {
    expect(readCompileMessage(text)).toEqual([{ text, line, column, file }]);
  });
});

describe('TeX in a statement', () => {
  it('is found between dollar signs', () => {
    expect(splitMath('Read $n$ and $$\\sum a_i$$ now')).toEqual([
      { kind: 'text', text: 'Read ' },
      { kind: 'inline', text: 'n' },
      { kind: 'text', text: ' and ' },
      { kind: 'display', text: '\\sum a_i' },
      { kind: 'text', text: ' now' },
    ]);
  });

  it('is not made of prices', () => {
    expect(splitMath('It costs $5 or $6.')).toEqual([{ kind: 'text', text: 'It costs $5 or $6.' }]);
  });
});
