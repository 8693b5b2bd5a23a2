import {
  Annotation,
  EditorState,
  StateField,
  type Extension,
  type Text,
  type Transaction,
} from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Where nothing may be written: from the start of a line to the end of one. */
export interface LockedRange {
  from: number;
  to: number;
}

/** A change that may replace everything, as loading another text does. */
export const replacesAll = Annotation.define<boolean>();

const BEGIN = /@locked\b/;
const END = /@unlocked\b/;

/** The blocks of lines that the template locks, as `problems/templates.py` reads them. */
export function lockedBlocks(template: string): string[][] {
  const blocks: string[][] = [];
  let open: string[] | null = null;
  const lines = template.split(/\r\n|\r|\n/).map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    if (open === null && BEGIN.test(line)) open = [line];
    else if (open !== null) {
      open.push(line);
      if (END.test(line)) {
        blocks.push(open);
        open = null;
      }
    }
  }
  if (open !== null) blocks.push(open);
  return blocks;
}

/** Where these blocks stand in a text; one that was changed long ago is not found, nor locked. */
export function lockedRanges(doc: Text, blocks: readonly string[][]): LockedRange[] {
  const ranges: LockedRange[] = [];
  let start = 1;
  for (const block of blocks) {
    for (let first = start; first + block.length - 1 <= doc.lines; first += 1) {
      if (!block.every((line, index) => doc.line(first + index).text.trimEnd() === line)) continue;
      const last = first + block.length - 1;
      ranges.push({ from: doc.line(first).from, to: doc.line(last).to });
      start = last + 1;
      break;
    }
  }
  return ranges;
}

function touches(transaction: Transaction, ranges: readonly LockedRange[]): boolean {
  let isTouched = false;
  transaction.changes.iterChanges((from, to, _fromNew, _toNew, inserted) => {
    for (const range of ranges) {
      if (to < range.from || from > range.to) continue;
      // A new line after the block leaves it as it is.
      const isLineAfter = from === range.to && to === from && inserted.line(1).length === 0;
      if (!isLineAfter || inserted.lines < 2) isTouched = true;
    }
  });
  return isTouched;
}

/** Shows the template's locked lines and keeps them as they are; `onRefused` hears of each attempt. */
export function locked(template: string, onRefused: () => void): Extension {
  const blocks = lockedBlocks(template);
  if (blocks.length === 0) return [];
  const line = Decoration.line({ class: 'cm-locked' });
  const field = StateField.define<LockedRange[]>({
    create: (state) => lockedRanges(state.doc, blocks),
    update: (ranges, transaction) =>
      transaction.docChanged ? lockedRanges(transaction.newDoc, blocks) : ranges,
    provide: (self) =>
      EditorView.decorations.compute([self], (state): DecorationSet => {
        const marks = [];
        for (const { from, to } of state.field(self)) {
          for (let at = from; at <= to; at = state.doc.lineAt(at).to + 1)
            marks.push(line.range(at));
        }
        return Decoration.set(marks);
      }),
  });
  return [
    field,
    EditorState.changeFilter.of((transaction) => {
      if (transaction.annotation(replacesAll)) return true;
      if (!touches(transaction, transaction.startState.field(field))) return true;
      onRefused();
      return false;
    }),
  ];
}
