"""brat, Label Studio, doccano and Prodigy: in and out."""
