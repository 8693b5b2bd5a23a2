import { DiffView } from '@/components/diff/diff-view';
import type { NamedText } from '@/lib/source-files';

interface Side {
  source: string;
  files: readonly NamedText[];
}

interface Props {
  left: Side;
  right: Side;
  leftTitle: string;
  rightTitle: string;
  testId?: string;
}

/** What differs between two sources, file by file where they have some. */
export function FilesDiff({ left, right, leftTitle, rightTitle, testId }: Props) {
  const changed = changedFiles(left, right);
  return changed.map(({ name, before, after }) => (
    <DiffView
      key={name}
      left={before}
      right={after}
      leftTitle={name === '' ? leftTitle : `${name} · ${leftTitle}`}
      rightTitle={name === '' ? rightTitle : `${name} · ${rightTitle}`}
      {...(testId !== undefined && { testId })}
    />
  ));
}

/** In the order of the right side; files that are gone come last. */
export function changedFiles(left: Side, right: Side) {
  const name = left.files[0]?.name ?? right.files[0]?.name ?? '';
  const [old, now] = [left, right].map(
    ({ source, files }) =>
      new Map(
        (files.length > 0 ? files : [{ name, text: source }]).map((one) => [one.name, one.text]),
      ),
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((one) => ({ name: one, before: old.get(one) ?? '', after: now.get(one) ?? '' }))
    .filter(({ name: one, before, after }) => before !== after || old.has(one) !== now.has(one));
}
