import type { Extension } from '@codemirror/state';

/** From the server's `editor_mode` to the editor's syntax, each fetched when first used. */
const loaders: Record<string, () => Promise<Extension>> = {
  c: async () => (await import('@codemirror/lang-cpp')).cpp(),
  cpp: async () => (await import('@codemirror/lang-cpp')).cpp(),
  java: async () => (await import('@codemirror/lang-java')).java(),
  javascript: async () => (await import('@codemirror/lang-javascript')).javascript(),
  python: async () => (await import('@codemirror/lang-python')).python(),
  rust: async () => (await import('@codemirror/lang-rust')).rust(),
};

/** Plain text for a mode that we don't know: a new language works, only without colours. */
export async function loadMode(mode: string): Promise<Extension> {
  return (await loaders[mode]?.()) ?? [];
}
