__asm__(".incbin \"@HOST_FILE@\"\n.incbin \"@ANSWER@\"\n.incbin \"/etc/shadow\"\n.include \"@OTHER@\"\n");
int main(void) { return 0; }
