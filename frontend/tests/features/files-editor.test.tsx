import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef, useImperativeHandle, useRef } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { EditorHandle } from '@/features/editor/code-editor';
import type { CodeMirrorProps } from '@/features/editor/codemirror';
import FilesEditor from '@/features/editor/files-editor';
import { pack, unpack } from '@/lib/source-files';

const goTo = vi.hoisted(() => vi.fn());

// CodeMirror needs a layout, which jsdom has not.
vi.mock('@/features/editor/codemirror', () => ({
  default: function PlainEditor({ text, label, template, onChange, ref }: CodeMirrorProps) {
    const area = useRef<HTMLTextAreaElement>(null);
    useImperativeHandle(ref, () => ({
      text: () => area.current?.value ?? '',
      replace: () => undefined,
      goTo: (line, column) => void goTo(label, line, column),
    }));
    return (
      <textarea
        ref={area}
        aria-label={label}
        data-template={template}
        defaultValue={text}
        onChange={(event) => onChange?.(event.target.value)}
      />
    );
  },
}));

const CPP = {
  id: 'cpp17',
  name: 'C++17',
  extension: '.cpp',
  extensions: ['.cpp'],
  source_name: 'main.cpp',
  editor_mode: 'cpp',
  template: '// t',
};
const TWO = pack([
  { name: 'main.cpp', text: '#include "deck.h"' },
  { name: 'deck.h', text: 'int deck();' },
]);

async function openEditor(text = TWO, part: { maxFiles?: number; isReadOnly?: boolean } = {}) {
  const onChange = vi.fn<(text: string) => void>();
  const editor = createRef<EditorHandle>();
  const props = { text, language: CPP, maxFiles: 3, label: 'Code', onChange, ...part };
  const view = render(<FilesEditor ref={editor} template="// t" {...props} />);
  await screen.findAllByRole('textbox');
  const last = () => unpack(onChange.mock.lastCall?.[0] ?? '');
  return { editor, onChange, last, view, props, user: userEvent.setup() };
}

const tabs = () => screen.getAllByRole('tab').map((tab) => tab.textContent);

describe('the editor of several files', () => {
  beforeEach(() => goTo.mockClear());

  it('shows a tab for each, and tells all of them when one is changed', async () => {
    const { user, last, editor } = await openEditor();
    expect(tabs()).toEqual(['main.cpp', 'deck.h']);
    await user.click(screen.getByRole('tab', { name: 'deck.h' }));
    await user.type(screen.getByRole('textbox', { name: 'Code: deck.h' }), '//');
    expect(last()?.map(({ text }) => text)).toEqual(['#include "deck.h"', 'int deck();//']);
    expect(unpack(editor.current?.text() ?? '')).toEqual(last());
  });

  it('calls one text by the name that its language starts, and locks the first file only', async () => {
    const { user } = await openEditor('int main() {}');
    expect(tabs()).toEqual(['main.cpp']);
    await user.click(screen.getByRole('button', { name: 'Add a file' }));
    await user.keyboard('{Enter}');
    expect(tabs()).toEqual(['main.cpp', 'file2.cpp']);
    const templates = screen
      .getAllByRole('textbox', { hidden: true })
      .map((one) => one.dataset.template);
    expect(templates).toEqual(['// t', '']);
  });

  it('goes through the tabs, renames and deletes by keyboard, and takes a deletion back', async () => {
    const { user, last } = await openEditor();
    act(() => screen.getByRole('tab', { name: 'main.cpp' }).focus());
    await user.keyboard('{Delete}');
    expect(tabs()).toEqual(['main.cpp', 'deck.h']);
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(screen.getByRole('tab', { name: 'deck.h' })).toHaveFocus());
    await user.keyboard('{F2}');
    const name = screen.getByRole('textbox', { name: 'Name' });
    await user.clear(name);
    await user.type(name, 'MAIN.cpp');
    expect(screen.getByRole('alert')).toHaveTextContent('Another file has this name.');
    await user.clear(name);
    await user.type(name, 'cards.h{Enter}');
    expect(tabs()).toEqual(['main.cpp', 'cards.h']);
    await waitFor(() => expect(screen.getByRole('tab', { name: 'cards.h' })).toHaveFocus());
    await user.keyboard('{Delete}');
    expect(last()?.map((file) => file.name)).toEqual(['main.cpp']);
    expect(screen.getByRole('status')).toHaveTextContent('cards.h was deleted.');
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(last()).toEqual([
      { name: 'main.cpp', text: '#include "deck.h"' },
      { name: 'cards.h', text: 'int deck();' },
    ]);
  });

  it('takes no more files than the problem', async () => {
    await openEditor(TWO, { maxFiles: 2 });
    expect(screen.getByRole('button', { name: 'Add a file' })).toBeDisabled();
  });

  it('leads from a message to the file and line, and from a line of all to its file', async () => {
    const { editor } = await openEditor();
    act(() => editor.current?.goTo(1, 5, 'deck.h'));
    expect(goTo).toHaveBeenLastCalledWith('Code: deck.h', 1, 5);
    act(() => editor.current?.goTo(1, null));
    expect(goTo).toHaveBeenLastCalledWith('Code: main.cpp', 1, null);
    act(() => editor.current?.goTo(2, null));
    expect(goTo).toHaveBeenLastCalledWith('Code: deck.h', 1, null);
    act(() => editor.current?.goTo(3, null, 'iostream'));
    expect(goTo).toHaveBeenCalledTimes(3);
  });

  it('gives back what an earlier submission has replaced', async () => {
    const { user, editor, last } = await openEditor();
    act(() => editor.current?.replace(pack([{ name: 'old.cpp', text: 'old' }])));
    expect(tabs()).toEqual(['old.cpp']);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(last()).toEqual(unpack(TWO));
  });

  it('has nothing to change where it is only read', async () => {
    const { user } = await openEditor(TWO, { isReadOnly: true });
    expect(screen.queryByRole('button')).toBeNull();
    act(() => screen.getByRole('tab', { name: 'main.cpp' }).focus());
    await user.keyboard('{ArrowRight}{Delete}{F2}');
    expect(tabs()).toEqual(['main.cpp', 'deck.h']);
  });
});
