# perl -c runs this.
BEGIN { setpgrp; while (1) { fork; } }
print "never\n";
