"""The platform on this machine: a pretend chat service kept in one SQLite file, its page on loopback, and the story tests' platform."""
