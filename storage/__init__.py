"""What is kept: tables, the questions asked of them by name, and the transactions around them."""
