"""The rules: pure functions and plain classes. No input or output, no clock, no wording, no SQL."""
