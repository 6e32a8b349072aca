"""A local dataset folder as Hugging Face's `datasets` loads it: Parquet and a card."""
