"""What is owed: pure `due` functions, the tick that fills the outbox and the delivery that empties it."""
