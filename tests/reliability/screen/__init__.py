"""Trials of the real screen, in pseudo-terminals: killed, left without a terminal, on a disk that refuses."""
