/* Orders to the compiler that would read or write elsewhere. */
#pragma GCC dependency "@HOST_FILE@"
#pragma GCC plugin "/tmp/x.so"
#pragma GCC optimize("-fplugin=/tmp/x.so")
#pragma comment(linker, "/out:/etc/x")
#ident "x"
__asm__(".section .note.GNU-stack,\"wx\"\n.symver x,x@@X\n");
int main(void) { return 0; }
