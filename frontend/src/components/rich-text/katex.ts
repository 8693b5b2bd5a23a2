import 'katex/dist/katex.min.css';

import katex from 'katex';

/** The faces that nearly every formula is set in. */
const FACES = ['1em KaTeX_Main', 'italic 1em KaTeX_Math'];
const AT_MOST_MS = 1_500;

// A formula in another face is of another width: it would move when its own comes.
const faces =
  'fonts' in document
    ? Promise.all(FACES.map((face) => document.fonts.load(face)))
    : Promise.resolve();
await Promise.race([
  faces.then(
    () => undefined,
    () => undefined,
  ),
  new Promise((resolve) => setTimeout(resolve, AT_MOST_MS)),
]);

export default katex;
