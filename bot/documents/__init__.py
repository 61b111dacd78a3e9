"""What people take away: files made of neutral documents. Data in, bytes out; no wording, no storage."""
