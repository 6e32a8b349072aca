"""What a release is made of: conditions on what goes out, near-duplicates, portions, differences, pseudonyms."""
