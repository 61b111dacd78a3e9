"""What other bots need for one command, each a script that runs in that bot's own virtual environment. See bench/dispatching.py."""
