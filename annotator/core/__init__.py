"""The domain: values and pure functions. No IO, no clock, no chance."""
