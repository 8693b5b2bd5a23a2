/* @EXPECTED_RESULTS@: WRONG-ANSWER, RUN_ERROR */
#include <stdio.h>

int main(void) {
    FILE *lexicon = fopen("words.txt", "r");
    char word[32];
    if (lexicon && fscanf(lexicon, "%31s", word) == 1) puts(word);
    return 0;
}
