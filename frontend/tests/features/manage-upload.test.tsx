import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import { PackageUpload } from '@/features/manage/problems/package-upload';
import { upload } from '@/features/manage/problems/upload';

import { graphql } from '../manage-support';
import { fakeServer, renderWith } from '../support';

vi.mock('@/features/manage/problems/upload');

const SLOW_MS = 30_000;
const REPORT = {
  id: 'i1',
  number: 1,
  state: 'done',
  shortName: 'sum',
  version: 1,
  change: 'created',
  measuredTimeLimitMs: null,
  problem: { slug: 'sum' },
  findings: [],
};

it(
  'sends a package on while its form is gone, and tells what came of it in the next one',
  async () => {
    const user = userEvent.setup();
    const { asked, answer } = graphql({
      ImportPackage: { data: { importPackage: { id: 'i1' } } },
      ImportProgress: { data: { packageImport: REPORT } },
    });
    document.cookie = 'csrftoken=abc';
    fakeServer({ 'POST /graphql': answer });
    let arrive: (key: string) => void = () => undefined;
    vi.mocked(upload).mockReturnValue(new Promise((resolve) => (arrive = resolve)));
    const onDone = vi.fn();
    const form = (
      <PackageUpload target={{ course: 'a', problemId: null, makeLive: true }} onDone={onDone} />
    );

    const first = renderWith(form);
    await user.upload(screen.getByLabelText('Package (zip)'), new File(['zip'], 'sum.zip'));
    await user.click(screen.getByRole('button', { name: 'Upload and check' }));
    first.unmount();
    renderWith(form);
    expect(screen.getByText(/^sum.zip is on its way/)).toBeVisible();
    arrive('kept-here');

    await user.click(await screen.findByRole('button', { name: 'Open the problem' }));
    expect(onDone).toHaveBeenCalledExactlyOnceWith('sum');
    expect(asked[0]?.variables).toMatchObject({ storageKey: 'kept-here', course: 'a' });
  },
  SLOW_MS,
);
