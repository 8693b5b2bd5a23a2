/* Tells how the @EXPECTED_RESULTS@: tag is meant.
 * @EXPECTED_RESULTS@: WRONG-ANSWER, PRESENTATION-ERROR -> depends on the judge */
#include <stdio.h>
int main(void) { puts("Hello"); }
