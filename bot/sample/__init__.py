"""The sample world of the local workspace: invented people and a believable year. Nothing here is used where real people work."""
