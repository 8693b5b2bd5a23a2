import { StyleModule as Original } from 'style-mod';

/** style-mod takes any root without a `head` to be one whose sheets are adopted. */
const documentSheets = {
  ownerDocument: document,
  get adoptedStyleSheets() {
    return document.adoptedStyleSheets;
  },
  set adoptedStyleSheets(sheets) {
    document.adoptedStyleSheets = sheets;
  },
} as unknown as ShadowRoot;

/**
 * CodeMirror's styles, mounted as an adopted style sheet of the document instead of a
 * `<style>` element, so that the Content-Security-Policy needs no 'unsafe-inline'.
 */
export class StyleModule extends Original {
  static override mount(
    root: Document | ShadowRoot,
    modules: readonly Original[] | Original,
    options?: { nonce?: string },
  ): void {
    super.mount(root === document ? documentSheets : root, modules, options);
  }
}
