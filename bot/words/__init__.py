"""What the bot says, in Danish and English: a small function per message. No rule and no query lives here."""
