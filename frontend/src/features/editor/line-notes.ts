import { StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';

import { safeFragment } from '@/components/rich-text/safe-fragment';

import classes from './line-notes.module.css';

/** A word about one line of a text. */
export interface LineNote {
  id: number;
  /** From 1; a line that the text doesn't have is its last. */
  line: number;
  author: string;
  html: string;
}

class NoteWidget extends WidgetType {
  private readonly note: LineNote;

  constructor(note: LineNote) {
    super();
    this.note = note;
  }

  override eq(other: NoteWidget): boolean {
    return other.note.id === this.note.id && other.note.html === this.note.html;
  }

  override toDOM(): HTMLElement {
    const box = document.createElement('div');
    box.className = classes.note ?? '';
    box.dataset.testid = 'line-note';
    const author = document.createElement('strong');
    author.textContent = this.note.author;
    box.append(author, safeFragment(this.note.html));
    return box;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const setNotes = StateEffect.define<readonly LineNote[]>();

function drawn(notes: readonly LineNote[], doc: Text): DecorationSet {
  const widgets = notes.map((note) => {
    const line = doc.line(Math.min(Math.max(1, note.line), doc.lines));
    return Decoration.widget({ widget: new NoteWidget(note), block: true, side: 1 }).range(line.to);
  });
  return Decoration.set(widgets, true);
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(notes, { changes, effects, state }) {
    const set = effects.find((effect) => effect.is(setNotes));
    return set === undefined ? notes.map(changes) : drawn(set.value, state.doc);
  },
  provide: (self) => EditorView.decorations.from(self),
});

/** Notes below the lines that they speak of; `showNotes` says which. */
export const lineNotes: Extension = field;

export function showNotes(editor: EditorView, notes: readonly LineNote[]): void {
  editor.dispatch({ effects: setNotes.of(notes) });
}
