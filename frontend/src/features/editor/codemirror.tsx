import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';

import { appearance } from '@/features/editor/appearance';
import { locked, replacesAll } from '@/features/editor/locked';
import { lineNotes, showNotes, type LineNote } from '@/features/editor/line-notes';
import { loadMode } from '@/features/editor/modes';

import classes from './codemirror.module.css';

export interface EditorHandle {
  /**
   * Put the cursor there and show it. Line and column count from 1; too large ones are cut. Where
   * there are several files, the line is the named one's, or without a name that of all together.
   */
  goTo: (line: number, column: number | null, file?: string | null) => void;
  /** Replace the whole text, as one step that can be undone. */
  replace: (text: string) => void;
  text: () => string;
}

export interface CodeMirrorProps {
  /** The text at the start; afterwards the editor owns it. Give a `key` to start anew. */
  text: string;
  mode: string;
  label: string;
  describedBy?: string;
  isReadOnly?: boolean;
  /** Its locked lines are shown as such, and can't be changed. */
  template?: string;
  /** Somebody tried to change a locked line. */
  onLocked?: () => void;
  /** Shown below the lines that they speak of. */
  notes?: readonly LineNote[];
  /** When it changes to a text, the text replaces what is there, as one step that can be undone. */
  replaceWith?: string | undefined;
  onChange?: (text: string) => void;
  /** Ctrl+Enter, or Cmd+Enter. */
  onSubmit?: () => void;
  ref?: Ref<EditorHandle>;
}

const basics: Extension = [
  lineNumbers(),
  highlightActiveLineGutter(),
  history(),
  drawSelection(),
  EditorState.allowMultipleSelections.of(true),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion(),
  rectangularSelection(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  indentUnit.of('    '),
  EditorState.tabSize.of(4),
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...completionKeymap,
    indentWithTab,
  ]),
  appearance,
];

/** CodeMirror in React's clothes. Import it through `code-editor.tsx`, which loads it on demand. */
export default function CodeMirror(props: CodeMirrorProps) {
  const { mode, ref, replaceWith, notes } = props;
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const language = useRef(new Compartment());
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (parent.current === null) return undefined;
    const { text, label, describedBy, isReadOnly = false, template = '' } = latest.current;
    const editor = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: () => {
                  latest.current.onSubmit?.();
                  return latest.current.onSubmit !== undefined;
                },
              },
            ]),
          ),
          basics,
          locked(template, () => latest.current.onLocked?.()),
          language.current.of([]),
          lineNotes,
          EditorState.readOnly.of(isReadOnly),
          EditorView.contentAttributes.of({
            'aria-label': label,
            ...(describedBy !== undefined && { 'aria-describedby': describedBy }),
            autocapitalize: 'off',
            autocorrect: 'off',
            spellcheck: 'false',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    let isWanted = true;
    void loadMode(mode).then((extension) => {
      if (isWanted) view.current?.dispatch({ effects: language.current.reconfigure(extension) });
    });
    return () => {
      isWanted = false;
    };
  }, [mode]);

  useEffect(() => {
    if (view.current !== null && notes !== undefined) showNotes(view.current, notes);
  }, [notes]);

  useEffect(() => {
    if (replaceWith !== undefined) replaceAll(view.current, replaceWith);
  }, [replaceWith]);

  useImperativeHandle(
    ref,
    () => ({
      goTo: (line, column) => {
        const editor = view.current;
        if (editor === null) return;
        const { doc } = editor.state;
        const target = doc.line(Math.min(Math.max(1, line), doc.lines));
        const position = Math.min(target.from + Math.max(0, (column ?? 1) - 1), target.to);
        editor.dispatch({
          selection: { anchor: position },
          effects: EditorView.scrollIntoView(position, { y: 'center' }),
        });
        editor.focus();
      },
      replace: (text) => replaceAll(view.current, text),
      text: () => view.current?.state.doc.toString() ?? '',
    }),
    [],
  );

  return <div ref={parent} className={classes.editor} data-testid="editor" />;
}

function replaceAll(editor: EditorView | null, text: string): void {
  if (editor === null) return;
  editor.dispatch({
    changes: { from: 0, to: editor.state.doc.length, insert: text },
    annotations: replacesAll.of(true),
  });
  editor.focus();
}
