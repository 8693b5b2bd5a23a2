import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { graphql, page, refused, TA } from '../manage-support';
import { renderApp } from '../support';

const SLOW_MS = 60_000;

interface Kept {
  source: string;
  revision: number;
}

function aProblem({ source, revision }: Kept) {
  return {
    id: 'p1',
    slug: 'sum',
    title: 'Sum',
    visibility: 'course',
    difficulty: 0,
    allowedLanguages: [],
    archivedAt: null,
    course: { slug: 'algorithms', title: 'Algorithms' },
    tags: [],
    revisions: page([{ number: revision }]),
    pictures: [{ id: 'i1', name: 'tree.png', sizeBytes: 2048 }],
    attachments: [],
    codeTemplates: [],
    statements: [{ id: 's1', language: 'en', title: 'Sum', source, isPdf: false }],
    hints: [],
    editorials: [],
    testPackage: null,
    testPackages: [],
  };
}

function open(part: string, answers: Record<string, unknown>) {
  const { asked, answer } = graphql({
    StatementPreview: { data: { statementPreview: '<p>…</p>' } },
    ...answers,
  });
  renderApp(`/manage/problems/sum/${part}`, {
    'GET /api/v1/session': { body: { me: TA } },
    'GET /api/v1/languages': { body: { items: [] } },
    'POST /graphql': answer,
  });
  return asked;
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});

describe('a statement that somebody else saved meanwhile', () => {
  it(
    'shows both texts, merges them, and is saved upon what they wrote',
    async () => {
      const user = userEvent.setup();
      let kept = { source: 'One.\n\nTwo.\n\nThree.\n', revision: 4 };
      const asked = open('statement', {
        ManagedProblem: () => ({ data: { problems: page([aProblem(kept)]) } }),
        WriteStatement: ({ baseRevision, title, source }: Kept & Record<string, unknown>) => {
          if (baseRevision !== kept.revision) return refused('edited_meanwhile', 'Changed.');
          kept = { source, revision: kept.revision + 1 };
          return { data: { writeStatement: { id: 's1', title, source } } };
        },
      });
      const text = await screen.findByRole(
        'textbox',
        { name: /^Statement/ },
        { timeout: SLOW_MS / 2 },
      );
      kept = { source: 'One!\n\nTwo.\n\nThree.\n', revision: 5 };

      await user.clear(text);
      await user.type(text, 'One.{Enter}{Enter}Two.{Enter}{Enter}Three?{Enter}');
      await user.click(screen.getByRole('button', { name: 'Save' }));

      const dialog = await screen.findByRole('dialog', { hidden: true });
      expect(dialog).toHaveTextContent('One!');
      expect(kept.revision).toBe(5);
      await user.click(within(dialog).getByRole('button', { name: 'Merge', hidden: true }));
      expect(text).toHaveValue('One!\n\nTwo.\n\nThree?\n');
      await user.click(screen.getByRole('button', { name: 'Save' }));

      expect(await screen.findByText('Saved.')).toBeVisible();
      expect(kept).toEqual({ source: 'One!\n\nTwo.\n\nThree?\n', revision: 6 });
      const bases = asked.filter(({ name }) => name === 'WriteStatement');
      expect(bases.map(({ variables }) => variables.baseRevision)).toEqual([4, 5]);
    },
    SLOW_MS,
  );
});

it(
  'lists pictures with the words that show them, and asks before one is removed',
  async () => {
    const user = userEvent.setup();
    const asked = open('files', {
      ManagedProblem: { data: { problems: page([aProblem({ source: 'x', revision: 1 })]) } },
      RemovePicture: { data: { removePicture: { id: 'p1' } } },
    });

    expect(await screen.findByText('![](tree.png)', undefined, { timeout: SLOW_MS })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Remove tree.png' }));
    expect(asked.map(({ name }) => name)).not.toContain('RemovePicture');
    const dialog = screen.getByRole('dialog', { hidden: true });
    await user.click(within(dialog).getByRole('button', { name: 'Remove', hidden: true }));

    await vi.waitFor(() =>
      expect(asked.find(({ name }) => name === 'RemovePicture')?.variables.name).toBe('tree.png'),
    );
  },
  SLOW_MS,
);

it(
  'says of a problem of another course that it is not there for this TA',
  async () => {
    open('settings', { ManagedProblem: { data: { problems: page([]) } } });

    expect(
      await screen.findByText(/the courses that you teach/, undefined, { timeout: SLOW_MS }),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  },
  SLOW_MS,
);
