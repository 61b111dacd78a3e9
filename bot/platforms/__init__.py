"""How it looks there: one folder a platform, each keeping the Protocol of platform.py."""
