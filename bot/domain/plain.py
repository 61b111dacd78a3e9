"""What the plain classes share that a row class inherits: they are checked as they are made, and what checks them is made late."""

from sqlmodel import SQLModel


class Plain(SQLModel):
    """A thing that is kept. Its checks are built when the first of its class is made: most are of nouns that a day does not touch."""

    model_config = {"defer_build": True}
