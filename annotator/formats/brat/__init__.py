"""brat standoff: a folder with a text file and an annotation file for each article and annotator."""
