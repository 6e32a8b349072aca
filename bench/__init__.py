"""Speed and memory, as ratios beside a floor app or a peer in the same run: `make bench`."""
