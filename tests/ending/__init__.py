"""How a program ends: by a crash, a signal, a terminal that is gone, a disk that refuses."""
