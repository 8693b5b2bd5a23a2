import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

import { createServer, type Plugin } from 'vite';

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

/** `virtual:design.css`: the design tokens and Mantine's variables as a plain style sheet. */
export function designCss(): Plugin {
  const id = '\0virtual:design.css';
  let css: Promise<string> | undefined;
  return {
    name: 'codedang-design-css',
    resolveId: (name) => (name === 'virtual:design.css' ? id : undefined),
    load(name) {
      if (name !== id) return undefined;
      css ??= renderDesignCss();
      return css;
    },
  };
}

async function renderDesignCss(): Promise<string> {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    resolve: { alias: { '@': source('') } },
  });
  try {
    const module = (await server.ssrLoadModule(source('lib/design/css.ts'))) as {
      designCss: () => string;
    };
    return module.designCss();
  } finally {
    await server.close();
  }
}

/**
 * Lets `lib/style-mod.ts` stand in for `style-mod`, CodeMirror's way of mounting styles,
 * everywhere but in that file itself.
 */
export function singleStyleMod(): Plugin {
  return {
    name: 'codedang-style-mod',
    enforce: 'pre',
    apply: 'build',
    async resolveId(name, importer) {
      if (name !== 'style-mod') return undefined;
      if (importer?.endsWith('/src/lib/style-mod.ts')) return undefined;
      return this.resolve(source('lib/style-mod.ts'), importer, { skipSelf: true });
    },
  };
}

const COMPRESSED = /\.(?:js|css|svg)$/;
const LEAST_BYTES = 1024;

/**
 * Put `.gz` and `.br` beside each text file, as WhiteNoise and other static servers look for them:
 * compressed once and well, instead of at every request or not at all.
 */
export function precompressed(): Plugin {
  let folder = '';
  return {
    name: 'codedang-precompressed',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: {
      // Before what measures the files.
      order: 'pre',
      sequential: true,
      handler: () => compressAll(folder),
    },
  };
}

async function compressAll(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  await Promise.all(
    names.filter((name) => COMPRESSED.test(name)).map((name) => compress(join(folder, name))),
  );
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < LEAST_BYTES) return;
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
}
