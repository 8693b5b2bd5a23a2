import {
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import { useTranslation } from 'react-i18next';

import { Button, IconButton } from '@/components/button/button';
import { CloseIcon, PencilIcon, PlusIcon } from '@/components/icons';
import { CodeEditor, type EditorHandle } from '@/features/editor/code-editor';
import type { CodeMirrorProps } from '@/features/editor/codemirror';
import type { LineNote } from '@/features/editor/line-notes';
import { FileNameForm } from '@/features/editor/components/file-name-form';
import { pack, placed, unpack, type NamedText } from '@/lib/source-files';
import type { Language } from '@/lib/api/types';

import classes from './files-editor.module.css';

interface OpenFile extends NamedText {
  id: number;
}

interface Undo {
  note: string;
  files: readonly OpenFile[];
}

export interface FilesEditorProps extends Omit<CodeMirrorProps, 'mode'> {
  language: Language;
  maxFiles: number;
}

/** Several files in tabs. Its text is packed, as drafts are; the template is for the first one. */
export default function FilesEditor(props: FilesEditorProps) {
  const { text, language, maxFiles, label, template, replaceWith, onChange, notes, ref, ...rest } =
    props;
  const { t } = useTranslation();
  const base = useId();
  const [files, setFiles] = useState(() => numbered(filesOf(text, language), 0));
  const [activeId, setActive] = useState(0);
  const [opened, setOpened] = useState<ReadonlySet<number>>(() => new Set([0]));
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null);
  const [undo, setUndo] = useState<Undo | null>(null);
  const [goal, setGoal] = useState<{ id: number; line: number; column: number | null }>();
  const texts = useRef(new Map<number, string>());
  const editors = useRef(new Map<number, EditorHandle>());
  const nextId = useRef(files.length);
  const active = files.find(({ id }) => id === activeId) ?? files[0];

  const written = (some: readonly OpenFile[]): OpenFile[] =>
    some.map((file) => ({ ...file, text: texts.current.get(file.id) ?? file.text }));
  const asWritten = () => written(files);
  const open = (id: number) => {
    setActive(id);
    setOpened((ids) => new Set(ids).add(id));
  };
  const change = (next: readonly OpenFile[], shownId: number) => {
    setFiles([...next]);
    open(shownId);
    onChange?.(pack(next));
  };
  const replace = (source: string) => {
    const before = asWritten();
    const next = numbered(filesOf(source, language), nextId.current);
    nextId.current += next.length;
    const [first] = next;
    if (first === undefined) return;
    setUndo({ note: t('files.replaced'), files: before });
    change(next, first.id);
  };
  const remove = () => {
    if (active === undefined || active.id === files[0]?.id) return;
    const before = asWritten();
    const left = before.filter(({ id }) => id !== active.id);
    const place = before.findIndex(({ id }) => id === active.id);
    setUndo({ note: t('files.removed', { name: active.name }), files: before });
    change(left, (left[place] ?? left[place - 1])?.id ?? 0);
    focusTab((left[place] ?? left[place - 1])?.id ?? 0);
  };
  const takeBack = () => {
    if (undo === null) return;
    const next = written(undo.files);
    const back = next.find(({ id }) => !files.some((one) => one.id === id));
    setUndo(null);
    change(next, back?.id ?? activeId);
  };
  const nameIt = (name: string) => {
    const before = asWritten();
    setUndo(null);
    setNaming(null);
    if (naming === 'rename') {
      change(
        before.map((file) => (file.id === activeId ? { ...file, name } : file)),
        activeId,
      );
      focusTab(activeId);
      return;
    }
    const id = nextId.current++;
    change([...before, { id, name, text: '' }], id);
    setGoal({ id, line: 1, column: null });
  };
  const fileAt = (line: number) => withLines(asWritten()).findLast((one) => one.first_line <= line);
  const tabId = (id: number) => `${base}tab${id}`;
  const focusTab = (id: number) => {
    requestAnimationFrame(() => document.getElementById(tabId(id))?.focus());
  };

  useImperativeHandle(ref, () => ({
    goTo: (line, column, name) => {
      const found =
        name == null ? fileAt(line) : withLines(files).find((file) => isCalled(file.name, name));
      if (found === undefined) return;
      open(found.id);
      setGoal({ id: found.id, line: name == null ? line - found.first_line + 1 : line, column });
    },
    replace,
    text: () => pack(asWritten()),
  }));
  // When the goal's tab is shown, and not before: what is hidden can't be scrolled.
  useEffect(() => {
    if (goal !== undefined) editors.current.get(goal.id)?.goTo(goal.line, goal.column);
  }, [goal]);
  const borrow = useEffectEvent(replace);
  useEffect(() => {
    if (replaceWith !== undefined) borrow(replaceWith);
  }, [replaceWith]);

  const onTabKey = (event: KeyboardEvent) => {
    const place = files.findIndex(({ id }) => id === activeId);
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: files.length - 1 }[
      event.key
    ];
    const mayChange = rest.isReadOnly !== true;
    if (event.key === 'F2' && mayChange) setNaming('rename');
    else if (event.key === 'Delete' && mayChange) remove();
    else if (to === undefined) return;
    else {
      const target = files.at(to % files.length);
      if (target !== undefined) {
        open(target.id);
        focusTab(target.id);
      }
    }
    event.preventDefault();
  };
  const isFull = files.length >= maxFiles;
  const isFirst = active?.id === files[0]?.id;
  const others = files.filter(({ id }) => naming === 'new' || id !== activeId);

  return (
    <div className={classes.files} data-testid="files-editor">
      <div className={classes.bar}>
        <div
          role="tablist"
          tabIndex={-1}
          aria-label={t('files.label')}
          className={classes.tabs}
          onKeyDown={onTabKey}
        >
          {files.map((file) => (
            <button
              key={file.id}
              id={tabId(file.id)}
              type="button"
              role="tab"
              className={classes.tab}
              aria-selected={file.id === active?.id}
              aria-controls={opened.has(file.id) ? `${base}panel${file.id}` : undefined}
              aria-keyshortcuts={rest.isReadOnly === true ? undefined : 'F2 Delete'}
              tabIndex={file.id === active?.id ? 0 : -1}
              onClick={() => open(file.id)}
              onDoubleClick={() => rest.isReadOnly !== true && setNaming('rename')}
            >
              {file.name}
            </button>
          ))}
        </div>
        {rest.isReadOnly !== true && (
          <>
            <IconButton
              aria-label={t('files.add')}
              title={isFull ? t('files.most', { count: maxFiles }) : t('files.add')}
              disabled={isFull}
              onClick={() => setNaming('new')}
            >
              <PlusIcon size={14} />
            </IconButton>
            <IconButton
              aria-label={t('files.rename', { name: active?.name ?? '' })}
              title={t('files.renameHint')}
              onClick={() => setNaming('rename')}
            >
              <PencilIcon size={14} />
            </IconButton>
            <IconButton
              aria-label={t('files.remove', { name: active?.name ?? '' })}
              title={isFirst ? t('files.firstStays') : t('files.removeHint')}
              disabled={isFirst}
              onClick={remove}
            >
              <CloseIcon size={14} />
            </IconButton>
          </>
        )}
      </div>
      {naming !== null && (
        <FileNameForm
          key={naming}
          label={naming === 'new' ? t('files.newName') : t('files.name')}
          initial={naming === 'new' ? freeName(files, language) : (active?.name ?? '')}
          others={others.map(({ name }) => name)}
          onDone={nameIt}
          onClose={() => {
            setNaming(null);
            focusTab(activeId);
          }}
        />
      )}
      {undo !== null && (
        <p className={classes.undo} role="status">
          <span>{undo.note}</span>
          <Button size="xs" variant="subtle" onClick={takeBack}>
            {t('files.undo')}
          </Button>
        </p>
      )}
      {files
        .filter(({ id }) => opened.has(id))
        .map((file) => (
          <div
            key={file.id}
            id={`${base}panel${file.id}`}
            role="tabpanel"
            aria-labelledby={tabId(file.id)}
            className={classes.panel}
            hidden={file.id !== active?.id}
          >
            <CodeEditor
              {...rest}
              ref={(handle) => {
                if (handle === null) editors.current.delete(file.id);
                else editors.current.set(file.id, handle);
              }}
              text={file.text}
              mode={modeOf(file.name, language)}
              template={file.id === files[0]?.id ? (template ?? '') : ''}
              label={`${label}: ${file.name}`}
              notes={notesOf(notes, files, file.id)}
              onChange={(written) => {
                texts.current.set(file.id, written);
                onChange?.(pack(asWritten()));
              }}
            />
          </div>
        ))}
    </div>
  );
}

/** Each file with the line of the whole text that is its first. */
function withLines(files: readonly OpenFile[]) {
  const lines = placed(pack(files)).files;
  return files.map((file, index) => ({ ...file, first_line: lines[index]?.first_line ?? 1 }));
}

/** Those of the whole text's notes that stand in this file. */
function notesOf(notes: readonly LineNote[] | undefined, files: readonly OpenFile[], id: number) {
  if (notes === undefined) return undefined;
  const lines = withLines(files);
  const place = lines.findIndex((one) => one.id === id);
  const from = lines[place]?.first_line ?? 1;
  const to = lines[place + 1]?.first_line ?? Infinity;
  return notes
    .filter(({ line }) => line >= from && line < to)
    .map((note) => ({ ...note, line: note.line - from + 1 }));
}

function filesOf(source: string, language: Language): NamedText[] {
  const files = unpack(source) ?? [];
  return files.length > 0
    ? files
    : [{ name: language.source_name, text: unpack(source) ? '' : source }];
}

function numbered(files: readonly NamedText[], first: number): OpenFile[] {
  return files.map(({ name, text }, index) => ({ id: first + index, name, text }));
}

/** Whether a compiler's word for a file may mean this one. */
function isCalled(name: string, asked: string | null | undefined): boolean {
  return (
    asked != null && (name === asked || name.endsWith(`/${asked}`) || asked.endsWith(`/${name}`))
  );
}

function freeName(files: readonly OpenFile[], { extension }: Language): string {
  const taken = new Set(files.map(({ name }) => name.toLowerCase()));
  let number = files.length + 1;
  while (taken.has(`file${number}${extension}`.toLowerCase())) number += 1;
  return `file${number}${extension}`;
}

const PLAIN = /\.(txt|out|ans|in|csv|json)$/;

function modeOf(name: string, { editor_mode }: Language): string {
  return PLAIN.test(name) ? 'text' : editor_mode;
}
