import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.modifier], color: 'var(--cd-code-keyword)' },
  { tag: [tags.string, tags.character, tags.regexp], color: 'var(--cd-code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--cd-code-number)' },
  { tag: tags.comment, color: 'var(--cd-code-comment)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className, tags.namespace], color: 'var(--cd-code-type)' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.macroName],
    color: 'var(--cd-code-name)',
  },
  { tag: [tags.processingInstruction, tags.meta], color: 'var(--cd-code-comment)' },
  { tag: tags.invalid, color: 'var(--cd-red-text)' },
]);

const frame = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--cd-panel)', color: 'var(--cd-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--cd-font-code)',
    fontSize: 'var(--cd-size-md)',
    lineHeight: '1.55',
    // Characters stay what they are: a ligature hides how many there are.
    fontVariantLigatures: 'none',
  },
  '.cm-content': { caretColor: 'var(--cd-text)', padding: '0.5rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--cd-text)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    backgroundColor: 'var(--cd-panel)',
    color: 'var(--cd-text-dim)',
    border: 'none',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.6rem 0 0.8rem' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--cd-raised) 60%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--cd-raised)', color: 'var(--cd-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--cd-selection)' },
  '.cm-line.cm-locked': {
    backgroundColor: 'var(--cd-raised)',
    boxShadow: 'inset 3px 0 0 var(--cd-line-strong)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--cd-raised)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--cd-line-strong)',
  },
  '.cm-panels, .cm-tooltip': {
    backgroundColor: 'var(--cd-raised)',
    color: 'var(--cd-text)',
    borderColor: 'var(--cd-line)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--cd-accent)',
    color: 'var(--cd-on-accent)',
  },
  '.cm-textfield, .cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--cd-panel)',
    borderColor: 'var(--cd-line-strong)',
    color: 'var(--cd-text)',
  },
});

export const appearance: Extension = [frame, syntaxHighlighting(highlight)];
