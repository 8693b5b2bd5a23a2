export interface NamedText {
  name: string;
  text: string;
}

/** One file of a source, and which line of the whole text is its first. */
export interface PlacedFile extends NamedText {
  first_line: number;
}

/** No source holds a NUL, so that no text is taken for several files. */
const MARK = '\u0000files:';

/** Several files as one string, as drafts are kept and compared. */
export function pack(files: readonly NamedText[]): string {
  return MARK + JSON.stringify(files.map(({ name, text }) => ({ name, text })));
}

/** The files of a packed string; null: it is one text without a name. */
export function unpack(source: string): NamedText[] | null {
  if (!source.startsWith(MARK)) return null;
  try {
    const files = JSON.parse(source.slice(MARK.length)) as unknown;
    return Array.isArray(files) ? (files as NamedText[]) : null;
  } catch {
    return null;
  }
}

/** As the API has told of it. */
export function packed(one: { source: string; files: readonly NamedText[] }): string {
  return one.files.length === 0 ? one.source : pack(one.files);
}

/** As the API wants it. */
export function toSend(source: string): { source: string; files: NamedText[] } {
  const files = unpack(source);
  return files === null ? { source, files: [] } : { source: '', files };
}

/** As the API will tell of it. */
export function placed(source: string): { source: string; files: PlacedFile[] } {
  const files = unpack(source);
  if (files === null) return { source, files: [] };
  let whole = '';
  const found = files.map(({ name, text }, index) => {
    if (index > 0 && files[index - 1]?.text.endsWith('\n') !== true) whole += '\n';
    const first_line = whole.split(/\r\n|\r|\n/).length;
    whole += text;
    return { name, text, first_line };
  });
  return { source: whole, files: found };
}

/** For people to read as one text: each file under its name. */
export function readable(source: string): string {
  const files = unpack(source);
  if (files === null) return source;
  return files.map(({ name, text }) => `──── ${name} ────\n${text}`).join('\n');
}

/** What a line of the whole text is called: that of its file, where there are several. */
export function lineName(
  files: readonly { name: string; first_line: number }[],
  line: number,
): string {
  const file = files.findLast((one) => one.first_line <= line);
  return file === undefined ? String(line) : `${file.name}:${line - file.first_line + 1}`;
}

export function isBlank(source: string): boolean {
  return (unpack(source) ?? [{ text: source }]).every(({ text }) => text.trim() === '');
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}(\/[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}){0,7}$/;

export type NameFault = 'invalid' | 'taken';

/** What is wrong with a new name beside the others; the server's rules (submissions/sources.py). */
export function nameFault(name: string, others: readonly string[]): NameFault | null {
  if (!NAME.test(name) || name.length > 255) return 'invalid';
  const lower = name.toLowerCase();
  const isTaken = others.some((one) => {
    const other = one.toLowerCase();
    return other === lower || other.startsWith(`${lower}/`) || lower.startsWith(`${other}/`);
  });
  return isTaken ? 'taken' : null;
}
