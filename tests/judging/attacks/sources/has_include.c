/* Asks the compiler which files are there, without opening one. */
#if __has_include("@HOST_FILE@") || __has_include("@ANSWER@") || __has_include("@OTHER@") || __has_include("/etc/shadow")
#error CANARY-seen by the compiler
#endif
#include <stdio.h>
int main(void) { puts("contained"); return 0; }
