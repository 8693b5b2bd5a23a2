import socket
import urllib.request

for address in ("http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:@PORT@/", "http://example.com/"):
    try:
        print(urllib.request.urlopen(address, timeout=1).read())
    except OSError:
        pass
try:
    print(socket.getaddrinfo("example.com", 80))
except OSError:
    pass
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_ALG, socket.AF_VSOCK, socket.AF_BLUETOOTH, socket.AF_CAN):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            print(socket.socket(family, kind))
        except OSError:
            pass
print("contained")
