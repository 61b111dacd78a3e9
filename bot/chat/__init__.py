"""What people see, in a vocabulary that every platform can draw. No platform's payload and no wording lives here."""
