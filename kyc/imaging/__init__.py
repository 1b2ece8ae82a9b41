"""Bytes to checked upright pixels, in a child with limits; cutting out and straightening. Pure."""
