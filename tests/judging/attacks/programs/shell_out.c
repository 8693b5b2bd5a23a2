/* A shell is there, and is no better off. */
#include <stdlib.h>
#include <unistd.h>
int main(void) {
    system("(cat /etc/shadow; ls /root /home; kill -9 1; rm -rf /program /w; mount -t tmpfs x /mnt; su -c id; nohup sleep 1000 &) >/dev/null 2>&1");
    write(1, "contained\n", 10);
    return 0;
}
