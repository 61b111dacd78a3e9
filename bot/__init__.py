"""Pagt, the chat bot that keeps an agreement between authorities alive; docs/architecture.md is the map of these rooms."""
