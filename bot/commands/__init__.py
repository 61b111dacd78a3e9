"""What people ask: short handlers that take a Request and return a Reply. They never send anything themselves."""
