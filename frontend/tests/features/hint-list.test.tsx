import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { Editorial } from '@/features/problems/components/editorial';
import { HintList } from '@/features/problems/components/hint-list';

import { fakeServer, renderWith } from '../support';

const HINTS = [
  { ordinal: 1, is_revealed: true, html: '<p>Read both numbers.</p>' },
  { ordinal: 2, is_revealed: false, html: null },
  { ordinal: 3, is_revealed: false, html: null },
];

describe('hints', () => {
  it('offers the next one only, and shows it when it is asked for', async () => {
    const user = userEvent.setup();
    const requests = fakeServer({
      'GET /api/v1/problems/sum/hints': { body: { items: HINTS } },
      'POST /api/v1/problems/sum/hints/2/reveal': {
        body: { ordinal: 2, is_revealed: true, html: '<p>Mind the range.</p>' },
      },
    });
    document.cookie = 'csrftoken=abc';
    renderWith(<HintList slug="sum" />);

    expect(await screen.findByText('Read both numbers.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show hint 3' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show hint 2' }));

    expect(await screen.findByText('Mind the range.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Show hint 3' })).toBeVisible();
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

it('says when an editorial opens, where there is none to read yet', async () => {
  fakeServer({
    'GET /api/v1/problems/sum/editorial': {
      status: 404,
      body: { code: 'editorial_not_found', message: 'Not yet.', fields: {} },
    },
  });
  renderWith(<Editorial slug="sum" />);
  expect(await screen.findByText('No editorial for you yet')).toBeVisible();
});
