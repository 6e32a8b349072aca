"""UIMA CAS as INCEpTION exports and imports it: an XMI file for each article and annotator, and their type system."""
