import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Plugin } from 'vite';

interface Entry {
  file: string;
  imports?: string[];
  css?: string[];
  isEntry?: boolean;
}

type Manifest = Record<string, Entry>;
type Pages = Record<string, readonly string[]>;

/** The files that a browser fetches before it can show these modules, without the fonts. */
export function filesOf(manifest: Manifest, modules: readonly string[]): Set<string> {
  const files = new Set<string>();
  const visit = (name: string) => {
    const entry = manifest[name];
    if (entry === undefined) throw new Error(`the build has no ${name}`);
    if (files.has(entry.file)) return;
    files.add(entry.file);
    for (const sheet of entry.css ?? []) files.add(sheet);
    entry.imports?.forEach(visit);
  };
  modules.forEach(visit);
  return files;
}

async function compressedBytes(folder: string, file: string): Promise<number> {
  const path = join(folder, file);
  const content = await readFile(`${path}.br`).catch(() => readFile(path));
  return content.length;
}

/**
 * Fail the build when what the first page needs, compressed as it is served, has grown over the
 * budget. Runs after the files were compressed.
 */
export function sizeBudget(options: { pages: Pages; budgetBytes: number }): Plugin {
  let folder = '';
  return {
    name: 'codedang-size-budget',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () => measure(folder, options.pages, options.budgetBytes),
    },
  };
}

async function measure(folder: string, pages: Pages, budgetBytes: number): Promise<void> {
  const path = join(folder, '.vite/manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  await rm(dirname(path), { recursive: true });
  for (const [page, modules] of Object.entries(pages)) {
    const files = [...filesOf(manifest, ['index.html', ...modules])];
    const sizes = await Promise.all(files.map((file) => compressedBytes(folder, file)));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`first load of ${page}: ${(total / 1000).toFixed(1)} kB compressed`);
    if (total > budgetBytes) {
      throw new Error(
        `the first load of ${page} is over its ${budgetBytes / 1000} kB: ` +
          'load what it does not show at once by import()',
      );
    }
  }
}
