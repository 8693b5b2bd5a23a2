#include "@HOST_FILE@"
#include "@ANSWER@"
#include "@OTHER@"
#include "/proc/self/cwd/../../@HOST_FILE@"
int main(void) { return 0; }
