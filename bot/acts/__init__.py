"""What happens the same way whoever causes it: steps that a command and a rule share, inside the caller's transaction."""
