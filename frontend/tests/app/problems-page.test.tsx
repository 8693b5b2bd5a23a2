import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { readProblemSearch, tagsOf } from '@/app/pages/problems/problem-search';

import { renderApp } from '../support';

const TAGS = [
  { slug: 'graphs', names: { ko: '그래프', en: 'Graphs' } },
  { slug: 'strings', names: { ko: '문자열', en: 'Strings' } },
];
const SHUTTLE = {
  slug: 'shuttle',
  title: '셔틀',
  titles: { ko: '셔틀', en: 'Campus Shuttle' },
  difficulty: 6,
  tags: ['graphs'],
  time_limit_ms: 1000,
  memory_limit_kib: 262_144,
  attempt_count: 10,
  accepted_count: 5,
  solver_count: 4,
  acceptance_rate: 0.5,
  visibility: 'public',
  solved: 'tried',
  is_favourite: false,
};
/** A page's chunk comes first, and a loaded machine takes its time. */
const SLOW = { timeout: 10_000 };
const LIST = 'GET /api/v1/me/problems';

function openList(path: string, items: object[] = [SHUTTLE], answers = {}) {
  return renderApp(path, {
    [LIST]: { body: { items, next_cursor: null } },
    'GET /api/v1/tags': { body: { items: TAGS } },
    ...answers,
  });
}

const asked = (requests: Request[]) =>
  requests
    .map(({ url }) => new URL(url))
    .filter(({ pathname }) => pathname.endsWith('me/problems'));

describe('the list of problems', () => {
  it('asks for what the address says, and shows where one stands', async () => {
    const requests = openList('/problems?tag=graphs&from=3&solved=tried&order=-difficulty');

    expect(await screen.findByRole('link', { name: 'Campus Shuttle' }, SLOW)).toBeVisible();
    expect(asked(requests)[0]?.search).toBe(
      '?tag=graphs&difficulty_min=3&order=-difficulty&solved=tried',
    );
    expect(screen.getByRole('img', { name: 'Tried, not solved' })).toBeVisible();
    expect(screen.getByTitle('Level 6 of 10')).toBeVisible();
    expect(screen.getByText('50%')).toBeVisible();
  });

  it('is left for good, also right after typing', async () => {
    const user = userEvent.setup();
    openList('/problems');
    const link = await screen.findByRole('link', { name: 'Campus Shuttle' }, SLOW);

    await user.type(screen.getByRole('searchbox', { name: 'Search problems' }), 'shut');
    await user.click(link);

    await waitFor(() => expect(window.location.pathname).toBe('/problems/shuttle'), SLOW);
    await new Promise((rested) => setTimeout(rested, 600));
    expect(window.location.pathname).toBe('/problems/shuttle');
  });

  it('puts a choice into the address and asks again', async () => {
    const user = userEvent.setup();
    const requests = openList('/problems');
    await screen.findByRole('link', { name: 'Campus Shuttle' }, SLOW);

    await user.selectOptions(await screen.findByLabelText('Tag…'), 'strings');
    await user.click(screen.getByRole('button', { name: 'Favourites' }));

    expect(await screen.findByRole('button', { name: 'Remove the tag Strings' })).toBeVisible();
    await waitFor(() => expect(asked(requests).at(-1)?.search).toBe('?tag=strings&favourite=true'));
    expect(window.location.search).toBe('?tag=strings&favourite=true');
  });

  it('shows a favourite at once, and takes it back where the server refuses', async () => {
    const user = userEvent.setup();
    let refuse: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (refuse = resolve));
    openList('/problems', [SHUTTLE], {
      'PUT /api/v1/problems/shuttle/favourite': async () => {
        await answered;
        throw new TypeError('the connection is away');
      },
    });
    const star = await screen.findByRole('button', { name: 'Favourite: Campus Shuttle' }, SLOW);

    await user.click(star);
    expect(star).toHaveAttribute('aria-pressed', 'true');
    refuse();
    await waitFor(() => expect(star).toHaveAttribute('aria-pressed', 'false'));
  });

  it('says what to do where nothing is like this', async () => {
    openList('/problems?favourite=true', []);
    expect(await screen.findByText('No problem is like this', {}, SLOW)).toBeVisible();
    expect(screen.getAllByRole('link', { name: 'Clear all filters' })[0]).toHaveAttribute(
      'href',
      '/problems',
    );
  });
});

it('reads nonsense in the address as nothing', () => {
  const search = readProblemSearch({
    from: 99,
    to: 'x',
    solved: 'no',
    order: 1,
    tag: 'a b,,dp,dp',
  });
  expect(search).toMatchObject({ from: undefined, to: undefined, solved: undefined });
  expect(tagsOf(search)).toEqual(['dp']);
});
