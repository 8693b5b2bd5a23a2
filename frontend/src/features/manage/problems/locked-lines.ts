const BEGIN = /@locked\b/;
const END = /@unlocked\b/;

/** The lines, from 1, that students can't change, as `problems/templates.py` reads them. */
export function lockedLines(template: string): Set<number> {
  const locked = new Set<number>();
  let isOpen = false;
  const lines = template.trimEnd().split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    if (!isOpen && !BEGIN.test(line)) continue;
    locked.add(index + 1);
    isOpen = !(isOpen && END.test(line));
  }
  return locked;
}
