import type katexModule from '@/components/rich-text/katex';

const HAS_MATH = /\$[^$]+\$/;
const SKIPPED = 'pre, code, .katex';

export interface MathPart {
  kind: 'text' | 'inline' | 'display';
  text: string;
}

/** Split text at `$…$` and `$$…$$`. A dollar sign without its partner, or `\$`, stays text. */
export function splitMath(text: string): MathPart[] {
  const parts: MathPart[] = [];
  const pattern = /(?<!\\)\$\$([\s\S]+?)\$\$|(?<!\\)\$(?!\s)([^$]+?)(?<![\s\\])\$(?!\d)/g;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(
      match[1] === undefined
        ? { kind: 'inline', text: match[2] ?? '' }
        : { kind: 'display', text: match[1] },
    );
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function mathNodes(root: Element): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (HAS_MATH.test(node.data) && !node.parentElement?.closest(SKIPPED)) found.push(node);
  }
  return found;
}

let katex: typeof katexModule | null = null;

export function isMathLoaded(): boolean {
  return katex !== null;
}

/** Whether there may be formulas in a text. */
export function hasMath(html: string): boolean {
  return HAS_MATH.test(html);
}

/** Fetch what renders formulas. */
export async function loadMath(): Promise<typeof katexModule> {
  katex ??= (await import('@/components/rich-text/katex')).default;
  return katex;
}

/**
 * Render the TeX in an element's text. KaTeX is fetched only where there is some.
 *
 * It builds DOM nodes rather than HTML text, so that its sizes are set through the style object,
 * which a strict Content-Security-Policy allows.
 */
export function renderMath(root: Element): void {
  root.normalize();
  if (mathNodes(root).length === 0) return;
  if (katex !== null) {
    replaceMath(root, katex);
    return;
  }
  // Where it can't be fetched, the TeX itself can be read.
  loadMath().then(
    (loaded) => replaceMath(root, loaded),
    () => undefined,
  );
}

function replaceMath(root: Element, renderer: typeof katexModule): void {
  for (const node of mathNodes(root)) {
    const pieces = splitMath(node.data).map(({ kind, text }) => {
      if (kind === 'text') return document.createTextNode(text);
      const holder = document.createElement(kind === 'display' ? 'div' : 'span');
      if (kind === 'display') holder.className = 'math-display';
      renderer.render(text, holder, { displayMode: kind === 'display', throwOnError: false });
      return holder;
    });
    node.replaceWith(...pieces);
  }
}
