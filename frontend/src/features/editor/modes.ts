import { StreamLanguage, type StreamParser } from '@codemirror/language';
import type { Extension } from '@codemirror/state';

/** A mode of the editor's former generation, for languages without a grammar of their own. */
async function legacy(parser: Promise<StreamParser<unknown>>): Promise<Extension> {
  return StreamLanguage.define(await parser);
}

/** From the server's `editor_mode` to the editor's syntax, each fetched when first used. */
const loaders: Record<string, () => Promise<Extension>> = {
  c: async () => (await import('@codemirror/lang-cpp')).cpp(),
  commonlisp: () =>
    legacy(import('@codemirror/legacy-modes/mode/commonlisp').then((mode) => mode.commonLisp)),
  cpp: async () => (await import('@codemirror/lang-cpp')).cpp(),
  csharp: () => legacy(import('@codemirror/legacy-modes/mode/clike').then((mode) => mode.csharp)),
  d: () => legacy(import('@codemirror/legacy-modes/mode/d').then((mode) => mode.d)),
  erlang: () => legacy(import('@codemirror/legacy-modes/mode/erlang').then((mode) => mode.erlang)),
  fortran: () =>
    legacy(import('@codemirror/legacy-modes/mode/fortran').then((mode) => mode.fortran)),
  go: () => legacy(import('@codemirror/legacy-modes/mode/go').then((mode) => mode.go)),
  haskell: () =>
    legacy(import('@codemirror/legacy-modes/mode/haskell').then((mode) => mode.haskell)),
  java: async () => (await import('@codemirror/lang-java')).java(),
  javascript: async () => (await import('@codemirror/lang-javascript')).javascript(),
  kotlin: () => legacy(import('@codemirror/legacy-modes/mode/clike').then((mode) => mode.kotlin)),
  lua: () => legacy(import('@codemirror/legacy-modes/mode/lua').then((mode) => mode.lua)),
  objectivec: () =>
    legacy(import('@codemirror/legacy-modes/mode/clike').then((mode) => mode.objectiveC)),
  ocaml: () => legacy(import('@codemirror/legacy-modes/mode/mllike').then((mode) => mode.oCaml)),
  pascal: () => legacy(import('@codemirror/legacy-modes/mode/pascal').then((mode) => mode.pascal)),
  perl: () => legacy(import('@codemirror/legacy-modes/mode/perl').then((mode) => mode.perl)),
  php: async () => (await import('@codemirror/lang-php')).php(),
  python: async () => (await import('@codemirror/lang-python')).python(),
  r: () => legacy(import('@codemirror/legacy-modes/mode/r').then((mode) => mode.r)),
  ruby: () => legacy(import('@codemirror/legacy-modes/mode/ruby').then((mode) => mode.ruby)),
  rust: async () => (await import('@codemirror/lang-rust')).rust(),
  scheme: () => legacy(import('@codemirror/legacy-modes/mode/scheme').then((mode) => mode.scheme)),
  shell: () => legacy(import('@codemirror/legacy-modes/mode/shell').then((mode) => mode.shell)),
  tcl: () => legacy(import('@codemirror/legacy-modes/mode/tcl').then((mode) => mode.tcl)),
  typescript: async () =>
    (await import('@codemirror/lang-javascript')).javascript({ typescript: true }),
};

/** Plain text for a mode that we don't know: a new language works, only without colours. */
export async function loadMode(mode: string): Promise<Extension> {
  return (await loaders[mode]?.()) ?? [];
}
