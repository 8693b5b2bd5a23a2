import std.stdio;
enum secret = import("/etc/shadow");
pragma(msg, import("@HOST_FILE@"));
void main() { writeln(secret); }
