import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useImperativeHandle, useRef } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { createAppRouter } from '@/app/router';
import { createAppQueryClient, safePath } from '@/app/session';
import type { CodeMirrorProps } from '@/features/editor/codemirror';
import { theme } from '@/lib/design/theme';
import { liveSocket } from '@/lib/socket';

import { aRun, aSubmission, fakeServer, FakeWebSocket } from '../support';

// CodeMirror needs a layout, which jsdom has not.
vi.mock('@/features/editor/codemirror', () => ({
  default: function PlainEditor({ text, label, onChange, ref }: CodeMirrorProps) {
    const area = useRef<HTMLTextAreaElement>(null);
    useImperativeHandle(ref, () => ({
      text: () => area.current?.value ?? '',
      replace: () => undefined,
      goTo: () => undefined,
    }));
    return (
      <textarea
        ref={area}
        aria-label={label}
        defaultValue={text}
        onChange={(event) => onChange?.(event.target.value)}
      />
    );
  },
}));

const ME = {
  id: 1,
  username: 'kim',
  email: 'kim@example.com',
  display_name: 'Kim',
  language: 'en',
  is_staff: false,
  roles: [],
};
const LANGUAGES = ['cpp17', 'python3', 'rust'].map((id) => ({
  id,
  name: id.toUpperCase(),
  extension: `.${id}`,
  editor_mode: id,
  template: `// ${id}`,
}));
const PROBLEM = {
  slug: 'aplusb',
  title: 'A plus B',
  statement_html: '<p>Add <script>alert(1)</script>them.</p>',
  statement_language: 'en',
  available_languages: ['en'],
  pdf_languages: [],
  time_limit_ms: 1000,
  memory_limit_kib: 262_144,
  samples: [{ name: '1', input: '1 2', answer: '3', interaction: '' }],
  languages: ['cpp17', 'python3'],
  test_case_count: 2,
  max_score: null,
  attachments: [],
  source_limit_bytes: 65_536,
};

async function openPage(answers: Parameters<typeof fakeServer>[0] = {}) {
  const requests = fakeServer({
    'GET /api/v1/session': { body: { me: ME } },
    'GET /api/v1/languages': { body: { items: LANGUAGES } },
    'GET /api/v1/problems/aplusb': { body: PROBLEM },
    'GET /api/v1/problems/aplusb/templates': { body: { items: [] } },
    'GET /api/v1/drafts': { body: { items: [], next_cursor: null } },
    'GET /api/v1/submissions': { body: { items: [], next_cursor: null } },
    ...answers,
  });
  window.history.replaceState(null, '', '/problems/aplusb');
  const client = createAppQueryClient();
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>
        <RouterProvider router={createAppRouter(client)} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole('heading', { name: 'A plus B' }, { timeout: 5000 });
  return { requests, user: userEvent.setup(), editor: await screen.findByLabelText('Code editor') };
}

beforeEach(() => {
  liveSocket.stop();
  FakeWebSocket.all = [];
  vi.stubGlobal('WebSocket', FakeWebSocket);
  vi.stubGlobal('scrollTo', () => undefined);
  document.cookie = 'csrftoken=abc';
});

const QUEUED_RUN = {
  id: 5,
  problem: { slug: 'aplusb', title: 'A plus B' },
  language: 'cpp17',
  state: 'queued',
  created_at: '2026-01-01T00:00:00Z',
  words: [],
  sequence: 0,
  inputs: [
    { sample: '1', input: null, expected: null },
    { sample: null, input: '9 9', expected: null },
  ],
  is_compiled: null,
  compile_message: '',
  results: [],
  error: '',
};
const ran = (ordinal: number, word: string, stdout: string) => ({
  ordinal,
  word,
  stdout,
  is_stdout_cut: false,
  stderr: '',
  is_stderr_cut: false,
  exit_code: 0,
  signal: null,
  cpu_time_ms: 1,
  wall_time_ms: 1,
  memory_kib: 1024,
  message: '',
  team_message: '',
});

describe('the solve page', () => {
  it('offers a statement that is a PDF for download', async () => {
    await openPage({
      'GET /api/v1/problems/aplusb': { body: { ...PROBLEM, pdf_languages: ['en'] } },
    });

    const link = screen.getByRole('link', { name: 'Download the statement (PDF)' });
    expect(link).toHaveAttribute('href', '/api/v1/problems/aplusb/statement.pdf?language=en');
  });

  it('runs the samples and an own input by Ctrl+Shift+Enter, and shows what came of each', async () => {
    const { requests, user, editor } = await openPage({
      'POST /api/v1/runs': { status: 201, body: QUEUED_RUN },
      'GET /api/v1/runs/5': { body: QUEUED_RUN },
    });
    await user.clear(editor);
    await user.type(editor, 'print(3)');
    await user.click(screen.getByRole('tab', { name: 'Run' }));
    await user.click(
      await screen.findByRole('button', { name: 'Add an input' }, { timeout: 5000 }),
    );
    await user.type(screen.getByLabelText('Input'), '9 9');
    await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');

    await waitFor(() => expect(screen.getByTestId('trial-state')).toHaveTextContent('Running'));
    const sent = requests.find(({ method }) => method === 'POST');
    expect(await sent?.json()).toEqual({
      problem: 'aplusb',
      language: 'cpp17',
      source: 'print(3)',
      files: [],
      inputs: [{ sample: '1' }, { input: '9 9', expected: null }],
    });

    const server = FakeWebSocket.last;
    act(() => {
      server.open();
      server.say({ type: 'subscribed', topic: 'run:5', sequence: 0 });
      server.say({
        type: 'event',
        topic: 'run:5',
        sequence: 1,
        payload: {
          ...QUEUED_RUN,
          state: 'done',
          sequence: 1,
          is_compiled: true,
          results: [ran(1, 'WA', '4'), ran(2, 'OK', '18')],
        },
      });
    });
    await waitFor(() => expect(screen.getByTestId('trial-output')).toHaveTextContent('18'));
    const cases = screen.getAllByTestId('trial-case');
    expect(cases.map((one) => one.dataset.word)).toEqual(['WA', 'OK']);
  });

  it('hands in by Ctrl+Enter and follows the judging to its verdict', async () => {
    const queued = aSubmission({ state: 'queued', stage: null, sequence: 0, test_case_count: 2 });
    const { requests, user, editor } = await openPage({
      'POST /api/v1/submissions': { status: 201, body: queued },
      'GET /api/v1/submissions/7': { body: queued },
    });
    await user.clear(editor);
    await user.type(editor, 'print(3)');
    await user.keyboard('{Control>}{Enter}{/Control}');

    await waitFor(() =>
      expect(screen.getByTestId('judging-state')).toHaveTextContent('Waiting for a judge'),
    );
    const sent = requests.find(({ method }) => method === 'POST');
    expect(await sent?.json()).toEqual({
      problem: 'aplusb',
      problem_set: null,
      language: 'cpp17',
      source: 'print(3)',
      files: [],
    });
    expect(sent?.headers.get('X-CSRFToken')).toBe('abc');
    expect(sent?.headers.get('Idempotency-Key')).toBeTruthy();

    const server = FakeWebSocket.last;
    const say = (sequence: number, part: object) =>
      act(() =>
        server.say({
          type: 'event',
          topic: 'submission:7',
          sequence,
          payload: { ...aSubmission({ test_case_count: 2 }), runs: [], ...part },
        }),
      );
    act(() => server.open());
    act(() => server.say({ type: 'subscribed', topic: 'submission:7', sequence: 0 }));
    say(1, { runs: [aRun(1)] });
    await waitFor(() =>
      expect(screen.getByTestId('judging-state')).toHaveTextContent('Running 1 of 2'),
    );
    say(2, { state: 'done', stage: null, verdict: 'WA', runs: [aRun(2, 'WA')] });

    expect((await screen.findByTestId('verdict')).dataset.verdict).toBe('WA');
    expect(screen.getAllByTestId('run-cell').map((cell) => cell.dataset.verdict)).toEqual([
      'AC',
      'WA',
    ]);
  });

  it("says the server's reason when handing in is refused, and keeps the code", async () => {
    const { user, editor } = await openPage({
      'POST /api/v1/submissions': {
        status: 429,
        body: { code: 'too_many', message: 'Wait 5 seconds.', fields: {} },
      },
    });
    await user.type(editor, 'x');
    await user.click(screen.getByRole('button', { name: 'Submit' }));

    expect(await screen.findByRole('alert')).toHaveTextContent('Wait 5 seconds.');
    expect(editor).toHaveValue('// cpp17x');
  });

  it('keeps a draft for each language and remembers the language', async () => {
    const { user, editor } = await openPage();
    await user.type(editor, '1');
    const picker = screen.getByRole('combobox', { name: 'Programming language' });
    expect(picker).not.toHaveTextContent('RUST');
    await user.selectOptions(picker, 'python3');
    expect(screen.getByLabelText('Code editor')).toHaveValue('// python3');
    expect(window.localStorage.getItem('codedang:language:aplusb')).toBe('python3');
    await user.selectOptions(picker, 'cpp17');
    expect(screen.getByLabelText('Code editor')).toHaveValue('// cpp171');
  });

  it('lets a visitor read and write, and offers to sign in', async () => {
    await openPage({ 'GET /api/v1/session': { body: { me: null } } });
    expect(screen.getByRole('link', { name: 'Sign in to submit' })).toHaveAttribute(
      'href',
      '/login?next=%2Fproblems%2Faplusb',
    );
    expect(screen.queryByRole('button', { name: 'Submit' })).not.toBeInTheDocument();
  });

  it('runs nothing that stands in a statement', async () => {
    await openPage();
    expect(screen.getByTestId('statement').innerHTML).toBe('<p>Add them.</p>');
  });
});

describe('the way back after signing in', () => {
  it.each([
    ['/problems?search=a', '/problems?search=a'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    [undefined, '/'],
  ])('%s', (next, path) => {
    expect(safePath(next)).toBe(path);
  });
});
