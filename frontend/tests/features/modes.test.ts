import { readFileSync } from 'node:fs';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { loadMode } from '@/features/editor/modes';

const table = readFileSync('../judging/languages.toml', 'utf8');
const modes = [
  ...new Set([...table.matchAll(/^editor_mode = "(.*)"$/gm)].map(([, mode = '']) => mode)),
];

/** Nobody has written these for the editor; they are shown as plain text. */
const plain = ['ada', 'awk', 'elixir', 'nim', 'prolog'];

describe('the syntax of each language of the table', () => {
  it.each(modes)('%s', async (mode) => {
    const state = EditorState.create({
      doc: 'begin "text" 12 end;\n',
      extensions: await loadMode(mode),
    });

    const tree = ensureSyntaxTree(state, state.doc.length, 1000);

    expect(tree !== null && tree.length > 0).toBe(!plain.includes(mode));
  });
});
