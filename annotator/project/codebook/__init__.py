"""The codebook: what annotators were told, from the scheme and its guidelines, for a paper's appendix."""
