import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';

import { locked } from '@/features/editor/locked';

const TEMPLATE = '# @locked\nimport sys\n# @unlocked\nmine\n# @locked\nprint()\n';

function change(from: string, length: number, insert: string) {
  let refusals = 0;
  const state = EditorState.create({
    doc: TEMPLATE,
    extensions: locked(TEMPLATE, () => (refusals += 1)),
  });
  const at = from === '' ? 0 : TEMPLATE.indexOf(from);
  const { state: next } = state.update({ changes: { from: at, to: at + length, insert } });
  return { text: next.doc.toString(), refusals };
}

describe('a template with locked lines', () => {
  it.each([
    ['inside', 'port sys', 0, 'x'],
    ['at the beginning', '', 0, 'x'],
    ['at the end of the block', '\nmine', 0, 'x'],
    ['over the border', '\nmine', 3, ''],
    ['the line end before a block', '\n# @locked\nprint', 1, ''],
    ['all of it', '', TEMPLATE.length, ''],
  ])('refuses a change %s', (_what, from, length, insert) => {
    expect(change(from, length, insert)).toEqual({ text: TEMPLATE, refusals: 1 });
  });

  it('takes changes between the blocks, and a new line after one', () => {
    expect(change('mine', 4, 'a\nb').text).toContain('# @unlocked\na\nb\n# @locked');
    expect(change('\nmine', 0, '\nnew').text).toContain('# @unlocked\nnew\nmine');
  });
});
