"""Agreement at work, beside the libraries that measure the same: `python -m bench.agreement`."""
