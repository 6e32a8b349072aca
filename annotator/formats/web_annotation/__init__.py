"""W3C Web Annotation: collections of annotations, beside the texts that they point into."""
