import { screen } from '@testing-library/react';
import { Suspense } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { CrashPage } from '@/app/pages/fallback-pages';
import { lazyPart } from '@/components/lazy-part/lazy-part';
import {
  fetchPart,
  forgetNewVersion,
  lookForNewVersion,
  MissingPartError,
} from '@/lib/new-version';

import { renderWith } from '../support';

const OURS = '/static/app/assets/index-of-this-page.js';

function siteBeginsWith(script: string | Error) {
  vi.stubGlobal('fetch', () =>
    script instanceof Error
      ? Promise.reject(script)
      : Promise.resolve(new Response(`<script type="module" src="${script}"></script>`)),
  );
}

describe('a part of the page that is missing', () => {
  beforeEach(() => {
    const script = document.createElement('script');
    script.type = 'module';
    script.setAttribute('src', OURS);
    document.head.append(script);
  });
  afterEach(() => {
    document.head.replaceChildren();
    forgetNewVersion();
  });

  it.each([
    ['after a deployment', '/static/app/assets/index-newer.js', 'There is a new version'],
    ['for another reason', OURS, 'This part could not be loaded'],
    ['without a connection', new TypeError('offline'), 'This part could not be loaded'],
  ])('says why, %s', async (_, script, title) => {
    siteBeginsWith(script);
    await lookForNewVersion();

    renderWith(<CrashPage error={new MissingPartError()} />);

    expect(screen.getByText(title)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Load anew' })).toBeInTheDocument();
  });

  it('is told in its own place, and what is around it stays', async () => {
    const Part = lazyPart(() => Promise.reject(new Error('gone')));

    renderWith(
      <Suspense>
        <p>The code</p>
        <Part />
      </Suspense>,
    );

    expect(await screen.findByText('This part could not be loaded')).toBeInTheDocument();
    expect(screen.getByText('The code')).toBeInTheDocument();
  });

  it('of a page is one kind of error, whatever the browser calls it', async () => {
    const cause = new TypeError('Failed to fetch dynamically imported module');
    await expect(fetchPart(Promise.reject(cause))).rejects.toMatchObject({
      name: 'MissingPartError',
      cause,
    });
  });
});
