"""The trials: what must hold when processes are killed, disks fill up or rot, and many write at once."""
