# The other side, the agent, everyone.
import os
import signal
import sys

for pid in range(1, 5000):
    if pid != os.getpid():
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(pid, number)
                sys.exit(f"killed {pid}")
            except OSError:
                pass
sys.exit(42)
