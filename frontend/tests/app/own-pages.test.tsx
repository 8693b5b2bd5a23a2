import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { ME, renderApp } from '../support';

const page = (items: unknown[]) => ({ body: { items, next_cursor: null } });
const sent = (requests: Request[], method: string) =>
  requests.filter((request) => request.method === method).at(-1);

describe('the profile', () => {
  it('changes the name that others see, and says so', async () => {
    const requests = renderApp('/settings', {
      'GET /api/auth/browser/v1/account/email': { body: { data: [] } },
      'PATCH /api/v1/me': { body: { ...ME, display_name: 'Minsu' } },
    });
    const user = userEvent.setup();
    const name = await screen.findByLabelText(/^Name/);
    expect(screen.getAllByRole('button', { name: 'Save' })[0]).toBeDisabled();

    await user.clear(name);
    await user.type(name, ' Minsu ');
    for (const save of screen.getAllByRole('button', { name: 'Save' })) await user.click(save);

    await waitFor(() => expect(sent(requests, 'PATCH')).toBeDefined());
    expect(await sent(requests, 'PATCH')?.json()).toEqual({ display_name: 'Minsu' });
    expect(await screen.findByText('Saved.')).toBeInTheDocument();
  });
});

describe('the settings of notifications', () => {
  const SETTINGS = {
    is_mail_stopped: false,
    kinds: [{ kind: 'due_soon', label: 'A due date is near', is_shown: true, is_mailed: true }],
  };

  it('takes each switch at once, and none of the mail where all of it is stopped', async () => {
    const requests = renderApp('/settings/notifications', {
      'GET /api/v1/notifications/settings': { body: SETTINGS },
      'PATCH /api/v1/notifications/settings': { body: { ...SETTINGS, is_mail_stopped: true } },
    });
    const user = userEvent.setup();

    await user.click(await screen.findByRole('switch', { name: /Stop all e-mail/i }));

    await waitFor(() => expect(sent(requests, 'PATCH')).toBeDefined());
    expect(await sent(requests, 'PATCH')?.json()).toEqual({ kinds: [], is_mail_stopped: true });
    const row = screen.getByRole('row', { name: /A due date is near/ });
    const [shown, mailed] = within(row).getAllByRole('switch');
    await waitFor(() => expect(mailed).toBeDisabled());
    expect(mailed).not.toBeChecked();
    expect(shown).toBeEnabled();
  });
});

describe('the tokens', () => {
  it('asks for scopes and shows a new token once', async () => {
    const requests = renderApp('/settings/tokens', {
      'GET /api/v1/me/tokens': page([]),
      'POST /api/v1/me/tokens': { status: 201, body: { id: 1, token: 'cdt_secret' } },
    });
    const user = userEvent.setup();

    await user.type(await screen.findByLabelText(/^Name/), 'laptop');
    await user.click(screen.getByRole('checkbox', { name: /hand in/i }));
    await user.click(screen.getByRole('button', { name: /make/i }));

    expect(await screen.findByTestId('new-token')).toHaveTextContent('cdt_secret');
    expect(await sent(requests, 'POST')?.json()).toEqual({
      name: 'laptop',
      scopes: ['read:problems', 'submit'],
      days: 90,
    });
  });
});

describe('the statistics', () => {
  const COUNTS = {
    solved_count: 8,
    tried_count: 1,
    submission_count: 35,
    accepted_count: 18,
    solved_by_tag: [{ key: 'graphs', count: 2 }],
    solved_by_difficulty: [{ key: '0', count: 3 }],
    submissions_by_language: [{ key: 'cpp17', count: 24 }],
  };
  const answers = {
    'GET /api/v1/tags': { body: { items: [{ slug: 'graphs', names: { en: 'Graphs' } }] } },
    'GET /api/v1/languages': { body: { items: [{ id: 'cpp17', name: 'C++17' }] } },
    'GET /api/v1/me/activity': {
      body: {
        first: '2026-01-01',
        last: '2026-12-31',
        days: [{ day: '2026-03-02', submission_count: 4 }],
      },
    },
  };

  it('shows figures, the year and plots, whose numbers can be read as tables', async () => {
    renderApp('/statistics', { ...answers, 'GET /api/v1/me/statistics': { body: COUNTS } });
    const user = userEvent.setup();

    expect(await screen.findByText('35')).toBeInTheDocument();
    expect(await screen.findByRole('img', { name: '4 submissions on 1 days' })).toBeVisible();
    const [toTable] = screen.getAllByRole('button', { name: 'As a table' });
    if (toTable !== undefined) await user.click(toTable);
    const table = screen.getByRole('group', { name: 'Solved, by tag' });
    expect(within(table).getByRole('row', { name: 'Graphs 2' })).toBeInTheDocument();
  });

  it('leads to the problems where nothing was handed in', async () => {
    renderApp('/statistics', {
      ...answers,
      'GET /api/v1/me/statistics': { body: { ...COUNTS, submission_count: 0 } },
    });

    expect(await screen.findByText('Nothing handed in yet')).toBeInTheDocument();
    const main = screen.getByRole('main');
    expect(within(main).getByRole('link', { name: 'Problems' })).toHaveAttribute(
      'href',
      '/problems',
    );
  });
});

describe('the leaderboard', () => {
  const row = (rank: number, username: string) => ({
    rank,
    username,
    display_name: '',
    solved_count: 9 - rank,
    last_solved_at: null,
  });

  it('marks oneself', async () => {
    renderApp('/leaderboard', {
      'GET /api/v1/leaderboard': page([row(1, 'lee'), row(2, ME.username)]),
    });

    const own = await screen.findByRole('row', { name: /kim You/ });
    expect(own).toHaveTextContent('2');
    expect(screen.getByRole('row', { name: /lee/ })).not.toHaveTextContent('You');
  });

  it('says so where the site has none', async () => {
    renderApp('/leaderboard', {
      'GET /api/v1/leaderboard': { status: 404, body: { code: 'not_found', message: 'No.' } },
    });

    expect(await screen.findByText('This site has no leaderboard')).toBeInTheDocument();
  });
});
