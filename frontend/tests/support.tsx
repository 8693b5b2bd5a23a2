import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';

import { createAppRouter } from '@/app/router';
import { createAppQueryClient } from '@/app/session';
import { createQueryClient } from '@/lib/api/query-client';
import type { Me, Run, SubmissionDetail } from '@/lib/api/types';
import { theme } from '@/lib/design/theme';

export function renderWith(ui: ReactNode, client: QueryClient = createQueryClient()): RenderResult {
  return render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>{ui}</QueryClientProvider>
    </MantineProvider>,
  );
}

/** The whole app at an address, as a signed-in person sees it unless `answers` say otherwise. */
export function renderApp(path: string, answers: Record<string, Answer> = {}): Request[] {
  const requests = fakeServer({
    'GET /api/v1/session': { body: { me: ME } },
    'GET /api/v1/notifications/unread': { body: { count: 0 } },
    ...answers,
  });
  vi.stubGlobal('scrollTo', () => undefined);
  vi.stubGlobal('WebSocket', FakeWebSocket);
  document.cookie = 'csrftoken=abc';
  window.history.replaceState(null, '', path);
  const client = createAppQueryClient();
  renderWith(<RouterProvider router={createAppRouter(client)} />, client);
  return requests;
}

export const ME: Me = {
  id: 1,
  username: 'kim',
  email: 'kim@example.com',
  display_name: 'Kim',
  language: 'en',
  time_zone: 'Asia/Seoul',
  is_listed: true,
  student_number: '',
  is_staff: false,
  roles: [],
};

type Answer = { status?: number; body: unknown } | ((request: Request) => unknown);

/** Answer `fetch` by "METHOD /path"; returns the requests that were made. */
export function fakeServer(answers: Record<string, Answer>): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const request = new Request(
      typeof input === 'string' ? new URL(input, window.location.origin) : input,
      init,
    );
    requests.push(request.clone());
    const { pathname } = new URL(request.url);
    const answer = answers[`${request.method} ${pathname}`];
    if (answer === undefined) throw new TypeError(`nobody answers ${request.method} ${pathname}`);
    const { status = 200, body } =
      typeof answer === 'function' ? { body: await Promise.resolve(answer(request)) } : answer;
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json' },
    });
  });
  return requests;
}

export function aRun(ordinal: number, verdict: Run['verdict'] = 'AC'): Run {
  return {
    ordinal,
    name: ordinal === 1 ? 'sample/1' : `Test ${ordinal}`,
    is_sample: ordinal === 1,
    verdict,
    cpu_time_ms: 12,
    wall_time_ms: 20,
    memory_kib: 3072,
    team_message: '',
    score: null,
  };
}

export function aSubmission(part: Partial<SubmissionDetail> = {}): SubmissionDetail {
  return {
    id: 7,
    problem: { slug: 'aplusb', title: 'A plus B' },
    problem_set: null,
    language: 'cpp17',
    state: 'judging',
    verdict: null,
    verdict_scope: 'all',
    created_at: '2026-01-01T00:00:00Z',
    source_bytes: 10,
    cpu_time_ms: null,
    memory_kib: null,
    test_case_count: 4,
    score: null,
    max_score: null,
    sequence: 3,
    source: 'int main() {}',
    files: [],
    judgement_ordinal: 1,
    compile_message: '',
    stage: 'running',
    runs: [],
    groups: [],
    is_held: false,
    is_set_by_staff: false,
    staff_note: null,
    ...part,
  };
}

/** A WebSocket that a test opens, closes and speaks through. */
export class FakeWebSocket {
  static all: FakeWebSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: unknown[] = [];
  isClosed = false;

  constructor() {
    FakeWebSocket.all.push(this);
  }

  static get last(): FakeWebSocket {
    const last = FakeWebSocket.all.at(-1);
    if (last === undefined) throw new Error('no socket was opened');
    return last;
  }

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.isClosed = true;
  }

  open() {
    this.onopen?.();
  }

  say(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  fail(code = 1006) {
    this.onclose?.({ code });
  }
}
