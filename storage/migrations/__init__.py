"""How the tables came to be, step by step; additive, so that the release before still runs on them. Running them: storage/migrate.py."""
