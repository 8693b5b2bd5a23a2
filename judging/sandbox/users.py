"""The host users that boxes map theirs to."""

import os

MAX_SLOTS = 128


def host_uid(slot: int) -> int:
    """The first of the two host users of this process's slot of that number.

    Beyond every user that a host has, and different for every slot of every living
    supervisor: what the kernel counts or limits per user is then per box.
    """
    return 0x4000_0000 + (os.getpid() & 0x3F_FFFF) * 2 * MAX_SLOTS + slot % MAX_SLOTS * 2
