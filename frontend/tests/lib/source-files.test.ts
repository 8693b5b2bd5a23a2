import { describe, expect, it } from 'vitest';

import { changedFiles } from '@/components/diff/files-diff';
import {
  isBlank,
  lineName,
  nameFault,
  pack,
  packed,
  placed,
  readable,
  toSend,
  unpack,
} from '@/lib/source-files';

const FILES = [
  { name: 'Main.java', text: 'class Main {}' },
  { name: 'lib/Deck.java', text: 'class Deck {\n}\n' },
];

describe('a source of several files', () => {
  it('comes out of its packing as it went in', () => {
    expect(unpack(pack(FILES))).toEqual(FILES);
    expect(unpack('int main() {}')).toBeNull();
    expect(packed({ source: 'joined', files: FILES })).toBe(pack(FILES));
    expect(packed({ source: 'one', files: [] })).toBe('one');
  });

  it('goes to the server as files, and one text as a text', () => {
    expect(toSend(pack(FILES))).toEqual({ source: '', files: FILES });
    expect(toSend('one')).toEqual({ source: 'one', files: [] });
  });

  it('has its files one after the other, each from a new line on, as the server keeps them', () => {
    const { source, files } = placed(pack(FILES));
    expect(source).toBe('class Main {}\nclass Deck {\n}\n');
    expect(files.map(({ first_line }) => first_line)).toEqual([1, 2]);
    expect(lineName(files, 3)).toBe('lib/Deck.java:2');
    expect(lineName([], 3)).toBe('3');
    expect(readable(pack(FILES))).toContain('──── lib/Deck.java ────');
  });

  it('is blank where all files are', () => {
    expect(isBlank(pack([{ name: 'a.py', text: ' \n' }]))).toBe(true);
    expect(isBlank(pack(FILES))).toBe(false);
    expect(isBlank('')).toBe(true);
  });

  it.each(['../a.py', '/a.py', '.a', 'a b', '가.py', '', 'a//b', '-x'])(
    'has no file called %j',
    (name) => expect(nameFault(name, [])).toBe('invalid'),
  );

  it.each(['main.JAVA', 'lib', 'Main.java/x'])('has no second file called %j', (name) =>
    expect(
      nameFault(
        name,
        FILES.map((file) => file.name),
      ),
    ).toBe('taken'),
  );

  it('is compared file by file; one text stands for the first', () => {
    const before = { source: 'class Main {}', files: [] };
    const after = { source: '', files: FILES };
    expect(changedFiles(before, after).map(({ name }) => name)).toEqual(['lib/Deck.java']);
    expect(changedFiles(before, { source: 'other', files: [] })).toEqual([
      { name: '', before: 'class Main {}', after: 'other' },
    ]);
  });
});
