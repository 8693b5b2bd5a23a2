export interface CompileLine {
  text: string;
  /** Of the source, from 1; null where the line points nowhere. */
  line: number | null;
  column: number | null;
  /** Which file's line it is. */
  file: string | null;
}

export type GoTo = (line: number, column: number | null, file?: string | null) => void;

/**
 * How compilers name a place: gcc, javac, node and the Rust compiler write `Main.ext:12:5`
 * (the column may be missing), Python writes `File "main.py", line 12`.
 */
const PLACES = [
  /(?:^|[\s(])([\w./+-]+\.(?:c|cc|cpp|cxx|h|hh|hpp|go|java|js|kt|py|rb|rs)):(\d+)(?::(\d+))?/,
  /File "([^"]+)", line (\d+)/,
];

/** The compiler's message line by line, with the places in the source that it points to. */
export function readCompileMessage(message: string): CompileLine[] {
  return message
    .replace(/\n+$/, '')
    .split('\n')
    .map((text) => {
      const match = PLACES.map((pattern) => pattern.exec(text)).find((found) => found !== null);
      return {
        text,
        line: match?.[2] === undefined ? null : Number(match[2]),
        column: match?.[3] === undefined ? null : Number(match[3]),
        file: match?.[1] ?? null,
      };
    });
}
