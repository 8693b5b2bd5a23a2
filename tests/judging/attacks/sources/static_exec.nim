import os
const secret = staticRead("/etc/shadow")
const said = staticExec("cat @HOST_FILE@ @ANSWER@; sleep 1000 &")
echo secret, said
