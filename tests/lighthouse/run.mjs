/**
 * node run.mjs < {"url", "cookie", "chromium", "pages": {name: path}, "forms": [...]}
 *
 * Looks at each page with Lighthouse and writes JSON: by form and page, the scores of 0 to 100, the
 * layout shift, and what cost points.
 */
import { text } from 'node:stream/consumers';

import * as chromeLauncher from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const given = JSON.parse(await text(process.stdin));
const ATTEMPTS = 3;

/** A browser of its own for each look; a trace that was not recorded is no finding. */
async function look(path, form) {
  for (let attempt = 1; ; attempt += 1) {
    const chrome = await chromeLauncher.launch({
      chromePath: given.chromium,
      chromeFlags: ['--headless=new', '--disable-gpu', '--disable-quic', ...given.flags],
      logLevel: 'silent',
    });
    try {
      return await lookOnce(chrome, path, form);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    } finally {
      chrome.kill();
    }
  }
}

async function lookOnce(chrome, path, form) {
  const options = {
    port: chrome.port,
    output: 'json',
    logLevel: 'silent',
    onlyCategories: CATEGORIES,
    disableStorageReset: false,
    extraHeaders: given.cookie === '' ? {} : { Cookie: given.cookie },
  };
  const { lhr } = await lighthouse(
    `${given.url}${path}`,
    options,
    form === 'desktop' ? desktopConfig : undefined,
  );
  if (lhr.runtimeError !== undefined) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  return {
    ...Object.fromEntries(
      CATEGORIES.map((name) => [name, Math.round((lhr.categories[name].score ?? 0) * 100)]),
    ),
    layout_shift: lhr.audits['cumulative-layout-shift'].numericValue,
    largest_paint_ms: Math.round(lhr.audits['largest-contentful-paint'].numericValue),
    blocking_ms: Math.round(lhr.audits['total-blocking-time'].numericValue),
    ended_at: lhr.finalDisplayedUrl,
    faults: faultsOf(lhr),
  };
}

/** What is wrong by the accessibility and the best practices, with its first places. */
function faultsOf(lhr) {
  const wanted = new Set(
    CATEGORIES.slice(1).flatMap((name) =>
      lhr.categories[name].auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id),
    ),
  );
  const failed = Object.values(lhr.audits).filter(
    ({ id, score }) => wanted.has(id) && score !== null && score < 1,
  );
  return failed.map(({ id, title, details }) => ({
    id,
    title,
    places: (details?.items ?? []).slice(0, 4),
  }));
}

const found = {};
for (const form of given.forms) {
  found[form] = {};
  for (const [name, path] of Object.entries(given.pages)) found[form][name] = await look(path, form);
}
process.stdout.write(JSON.stringify(found));
