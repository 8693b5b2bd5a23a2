import sys

from words import is_lexicon

if len(sys.argv) != 2 or not sys.argv[1].islower() or len(sys.argv[1]) != 1:
    sys.exit("one small letter is wanted as argument")
if not is_lexicon(open("words.txt").read()):
    sys.exit("words.txt is no lexicon")
for line in sys.stdin:
    if line != f"{int(line)}\n" or not 1 <= int(line) <= 10**5:
        sys.exit("a number from 1 to 100000 is wanted on each line")
sys.exit(42)
