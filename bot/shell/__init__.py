"""What each command of the shell does; bot/cli.py names them. Every function returns the exit status and prints for a person."""
