"""What people take away: calendar files and pictures. Data in, bytes out; the words come from bot/words, the days from bot/domain."""
