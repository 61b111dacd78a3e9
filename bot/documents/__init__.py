"""What people take away: documents, calendar files and pictures. Data in, bytes out; no wording of its own, and no storage."""
