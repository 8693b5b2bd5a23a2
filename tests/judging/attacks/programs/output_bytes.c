/* Null bytes, invalid UTF-8 and a terminal's commands, on both streams. */
#include <unistd.h>
int main(void) {
    static const char bytes[] = "\0\0\xff\xfe\xc3\x28\xed\xa0\x80\x1b]0;owned\x07\x1b[2J<script>alert(1)</script>\r\n";
    for (int n = 0; n < 50; n++) { write(1, bytes, sizeof bytes); write(2, bytes, sizeof bytes); }
    return 3;
}
