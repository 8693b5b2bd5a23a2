/** Self-hosted faces. Pretendard comes in 92 pieces, of which a page fetches those it shows. */
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import '@fontsource/jetbrains-mono/latin-400.css';
import '@fontsource/jetbrains-mono/latin-700.css';
