"""Slack: Bolt at the edge, pure shapes inside. Nothing of Slack is known outside this folder."""
