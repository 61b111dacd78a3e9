"""Mattermost: its callbacks, its WebSocket and its REST API, and the shapes of what goes in and out. No rule lives here."""
