BEGIN {
    for my $path ("/etc/shadow", "@HOST_FILE@", "@ANSWER@", "@OTHER@", "/proc/1/environ") {
        if (open(my $file, "<", $path)) { print STDERR "found ", <$file>; }
    }
    print STDERR "$_=$ENV{$_}\n" for grep { /SECRET|CANARY/ } keys %ENV;
    if (fork() == 0) { if (fork() == 0) { setpgrp; sleep 1000; } exit; }
    symlink("@HOST_FILE@", "/w/$_") for ("main.pl.bak", "program", "output", "stderr", "report");
    chmod(0777, "@HOST_FILE@");
}
print "contained\n";
